import { useApp, useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

const words = en.intake;

/** Files on their way into the window: how far they are, and the question whether so many are meant. */
export function IntakeProgress() {
  const { commands } = useAppContext();
  const intake = useApp((state) => state.intake);
  if (intake === null) return null;
  const answer = (proceed: boolean) => void commands.answerIntake(intake.id, proceed);
  if (intake.phase === 'asking') {
    const { question } = words;
    return (
      <Dialog title={question.title(intake.found)} onClose={() => answer(false)} className="narrow" role="alertdialog">
        <p className="prose">{question.text}</p>
        <div className="end">
          <Button onClick={() => answer(false)}>{question.cancel}</Button>
          <Button variant="primary" data-autofocus onClick={() => answer(true)}>
            {question.proceed(intake.found)}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <section className="intake" aria-label={words.status}>
      <p>{words.progress(intake)}</p>
      <progress
        aria-label={words.status}
        max={intake.found}
        value={intake.phase === 'looking' ? intake.looked : undefined}
      />
      <Button small onClick={() => answer(false)}>
        {words.stop}
      </Button>
    </section>
  );
}
