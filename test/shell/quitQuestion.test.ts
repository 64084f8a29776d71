import { expect, it } from 'vitest';
import { QuitQuestion, type QuitQuestionOptions } from '../../electron/quitQuestion.ts';
import { view } from '../presence/views.ts';

function question(parts: Partial<QuitQuestionOptions>) {
  const asked: number[] = [];
  const answers: ((answer: { quit: boolean; askAgain: boolean }) => void)[] = [];
  let silenced = 0;
  const made = new QuitQuestion({
    uploads: () => [view(1), view(2, { kind: 'queued' }), view(3, { kind: 'paused', reason: 'person', error: null })],
    wanted: () => true,
    ask: (count) => {
      asked.push(count);
      return new Promise((resolve) => answers.push(resolve));
    },
    neverAgain: async () => {
      silenced += 1;
    },
    log: () => undefined,
    ...parts,
  });
  return { made, asked, answers, silenced: () => silenced };
}

it('asks once about what is on its way, however often the end is asked for', async () => {
  const { made, asked, answers, silenced } = question({});
  const first = made.mayEnd();
  const second = made.mayEnd();
  expect(asked).toEqual([2]);
  answers[0]?.({ quit: false, askAgain: false });
  expect([await first, await second]).toEqual([false, false]);
  // Whoever stays has not decided for the next time.
  expect(silenced()).toBe(0);
  const third = made.mayEnd();
  answers[1]?.({ quit: true, askAgain: false });
  expect(await third).toBe(true);
  expect(silenced()).toBe(1);
});

it('does not ask when nothing is on its way or the person does not want to be asked', async () => {
  const idle = question({ uploads: () => [view(1, { kind: 'interrupted' })] });
  expect(await idle.made.mayEnd()).toBe(true);
  const unwanted = question({ wanted: () => false });
  expect(await unwanted.made.mayEnd()).toBe(true);
  expect([...idle.asked, ...unwanted.asked]).toEqual([]);
});

it('never keeps an app open that cannot ask', async () => {
  const { made } = question({ ask: () => Promise.reject(new Error('no display')) });
  expect(await made.mayEnd()).toBe(true);
});
