import { isActive, type UploadView } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import { type Speed, speedsOf } from '../state/speedHistory.ts';
import { en } from '../strings/en.ts';
import { drawSpeeds, scalesFor } from './drawSpeeds.ts';
import { useCanvas } from './useCanvas.ts';

const words = en.inspector.speed;

/** The last speed, and the mean and the peak of all. */
function inNumbers(speeds: readonly Speed[]): string {
  const rates = speeds.map(({ written, hashed }) => Math.max(written, hashed));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length);
  return words.summary(rates.at(-1) ?? 0, mean, Math.max(0, ...rates));
}

/** How fast bytes were read, written and hashed in the last minutes, with every checkpoint. */
export function Throughput({ upload }: { upload: UploadView }) {
  const { speeds: history } = useAppContext();
  const samples = history.samplesOf(upload.id);
  const speeds = speedsOf(samples);
  const last = speeds.at(-1)?.at ?? 0;
  // What stands still is shown as it was.
  const scales = scalesFor(speeds, isActive(upload.status) ? Math.max(last, Date.now()) : last);
  const canvas = useCanvas((surface) => drawSpeeds(surface, speeds, scales));
  return (
    <section className="insp-speed">
      <h3>{words.title(scales.span)}</h3>
      {speeds.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <>
          <div className="chart">
            <canvas ref={canvas} role="img" aria-label={inNumbers(speeds)} />
            <span className="chart-top" aria-hidden="true">
              {words.top(scales.top)}
            </span>
          </div>
          <p className="key" aria-hidden="true">
            <span className="key-line read">{words.read}</span>
            <span className="key-line written">{words.written}</span>
            <span className="key-line hashed">{words.hashed}</span>
            <span className="key-line checkpoint">{words.checkpoint}</span>
          </p>
          <p className="quiet">{inNumbers(speeds)}</p>
        </>
      )}
    </section>
  );
}
