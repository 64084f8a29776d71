import { expect, type Page } from '@playwright/test';

/** Rows that the keyboard goes down. */
const ROWS = 15;
/** Events that using the window has at least. */
const EVENTS_MIN = 40;

/**
 * Uses the window as a person does, with the browser's own keys and clicks: along the list, through its search and
 * filters, with the inspector open and closed.
 * @returns for every key and click, ms from when the browser got it until what came of it was out of the page's hands.
 */
export async function inputTimes(page: Page): Promise<readonly number[]> {
  await page.evaluate(watchInput);
  await walkThrough(page);
  const times = await page.evaluate(() => (globalThis as unknown as { benchInput: readonly number[] }).benchInput);
  if (times.length < EVENTS_MIN) throw new Error(`only ${times.length} events were seen`);
  return times;
}

/** Runs in the page. No function here may have a name: the page does not know the helper that keeps names. */
function watchInput(): void {
  const times: number[] = [];
  Object.assign(globalThis, { benchInput: times });
  for (const type of ['keydown', 'click']) {
    window.addEventListener(
      type,
      ({ isTrusted, timeStamp }) => {
        if (!isTrusted) return;
        requestAnimationFrame(() => {
          // Delivered when the frame is out of the page's hands.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => times.push(performance.now() - timeStamp);
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
  }
}

async function walkThrough(page: Page): Promise<void> {
  const { keyboard } = page;
  const filters = page.getByRole('navigation', { name: 'Views' });
  for (const filter of [/^Moving/, /^Needs you/, /^All/]) await filters.getByRole('button', { name: filter }).click();
  await page.getByRole('row').first().click();
  for (let row = 0; row < ROWS; row += 1) await keyboard.press('ArrowDown');
  await keyboard.press('i');
  await page.getByRole('complementary').waitFor();
  for (let row = 0; row < ROWS; row += 1) await keyboard.press('ArrowUp');
  await keyboard.press('Escape');
  await keyboard.press('Control+a');
  await keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Search uploads' }).click();
  await keyboard.type('layer 77');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '1');
  for (const _letter of 'layer 77') await keyboard.press('Backspace');
  await page.getByRole('row').nth(1).waitFor();
}
