/** Three layers, each deeper one safer: the sign of the app. */
export function LayersMark() {
  return (
    <svg className="layers-mark" width="72" height="56" viewBox="0 0 72 56" aria-hidden="true">
      <rect className="mark-durable" x="6" y="38" width="60" height="12" rx="3" />
      <rect className="mark-hashed" x="12" y="23" width="48" height="11" rx="3" />
      <rect className="mark-written" x="18" y="8" width="36" height="11" rx="3" />
    </svg>
  );
}
