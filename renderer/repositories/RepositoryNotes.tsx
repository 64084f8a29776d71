import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useMemo } from 'react';
import { en } from '../strings/en.ts';
import type { Layers } from './useLayers.ts';

/** Problems told in the note; the others are only counted. */
const TOLD = 3;

/** What a person should know before a garbage collection: layers that it would take, and what would stop it. */
export function RepositoryNotes({ layers, problems }: { layers: Layers; problems: number }) {
  const words = en.repositories;
  const loose = useMemo(() => {
    const found = [...layers.byName.values()].filter(({ fate }) => fate === 'unreferenced');
    const blobs = new Map(found.map(({ digest, size }) => [digest, size ?? 0]));
    return { count: blobs.size, bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0) };
  }, [layers]);
  return (
    <>
      {problems > 0 && (
        <div className="banner" role="note">
          <TriangleAlert className="icon" aria-hidden="true" />
          <div>
            <b>{words.problems.title(problems)}</b>
            <p>{words.problems.text}</p>
            {layers.problems.length > 0 && (
              <p className="mono">
                {layers.problems
                  .slice(0, TOLD)
                  .map(({ digest, fault }) => words.problems.one(digest, words.faults[fault]))
                  .join(' · ')}
              </p>
            )}
          </div>
        </div>
      )}
      {loose.count > 0 && (
        <div className="banner" role="note">
          <TriangleAlert className="icon" aria-hidden="true" />
          <div>
            <b>{words.loose.title(loose.count, loose.bytes)}</b>
            <p>{words.loose.text(loose.count)}</p>
          </div>
        </div>
      )}
    </>
  );
}
