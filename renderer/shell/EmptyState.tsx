import { useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { LayersMark } from '../ui/LayersMark.tsx';

/** The first thing a person sees: what to do, and why it is safe. */
export function EmptyState() {
  const { commands } = useAppContext();
  const words = en.shell.empty;
  return (
    <div className="empty">
      <div className="empty-card">
        <LayersMark />
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <div className="empty-ways">
          <Button variant="primary" onClick={() => void commands.chooseFiles()}>
            {words.choose}
          </Button>
          <Button onClick={() => void commands.chooseFolders()}>{en.intake.folders}</Button>
        </div>
        <ul className="steps">
          {words.steps.map((step) => (
            <li key={step.title}>
              <b>{step.title}</b>
              {step.text}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
