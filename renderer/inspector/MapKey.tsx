import { en } from '../strings/en.ts';
import { EDGE_BYTES, LAYERS } from './mapModel.ts';

const words = en.inspector.map;

export interface MapKeyProps {
  /** Whether the magnified edge is shown. */
  edge: boolean;
  /** Whether the front of a re-hash is shown. */
  front: boolean;
}

/** What the map's colours, textures and marks mean. The map says the same in words. */
export function MapKey({ edge, front }: MapKeyProps) {
  return (
    <p className="key" aria-hidden="true">
      {LAYERS.map((layer) => (
        <span key={layer} className={`key-layer ${layer}`}>
          {words.layers[layer]}
        </span>
      ))}
      <span className="key-layer mark-kept">{words.checkpoint}</span>
      {front && <span className="key-layer mark-front">{words.front}</span>}
      {edge && <span className="key-line gap">{words.gap}</span>}
      {edge && <span className="key-edge">{words.edge(EDGE_BYTES)}</span>}
    </p>
  );
}
