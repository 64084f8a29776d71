import { explain } from '../../shared/errorWords.ts';
import type { LiveUpload } from '../state/context.ts';
import { ByteMap } from './ByteMap.tsx';
import { Numbers } from './Numbers.tsx';
import { SafeNote } from './SafeNote.tsx';
import { Throughput } from './Throughput.tsx';
import type { Details } from './useDetails.ts';

/** How far the upload is, what a crash now would cost, and how fast it goes. */
export function StateTab({ live, found }: { live: LiveUpload; found: Details }) {
  const { upload } = live;
  const { value: details, error } = found;
  return (
    <div className="state-tab">
      <section className="insp-map">
        <ByteMap upload={upload} details={details} />
        <SafeNote upload={upload} details={details} />
      </section>
      {error !== null && <p className="note bad">{explain(error).title}</p>}
      <Numbers upload={upload} details={details} />
      <Throughput upload={upload} />
    </div>
  );
}
