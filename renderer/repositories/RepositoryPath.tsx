import { useLayoutEffect, useRef, useState } from 'react';
import { visibleText } from '../ui/visibleText.ts';

/**
 * A repository's name in one line. Its last part tells it from others: what groups it stands before that as a whole or
 * not at all, because a rest of it would say nothing.
 */
export function RepositoryPath({ name }: { name: string }) {
  const whole = useRef<HTMLSpanElement>(null);
  const line = useRef<HTMLSpanElement>(null);
  const [fits, setFits] = useState(true);
  const slash = name.lastIndexOf('/');
  useLayoutEffect(() => {
    const [full, room] = [whole.current, line.current];
    if (full === null || room === null) return;
    // Both: the name grows when it is set in bold, the room with the side bar.
    const observer = new ResizeObserver(() => setFits(full.offsetWidth <= room.clientWidth));
    for (const element of [full, room]) observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <>
      {/* In two parts it would be read out as two words. */}
      <span ref={whole} className="nav-whole">
        {visibleText(name)}{' '}
      </span>
      <span ref={line} className="nav-label nav-path" aria-hidden="true">
        <bdi dir="ltr">
          {slash >= 0 && <span className="nav-group">{fits ? visibleText(name.slice(0, slash + 1)) : '…/'}</span>}
          {visibleText(name.slice(slash + 1))}
        </bdi>
      </span>
    </>
  );
}
