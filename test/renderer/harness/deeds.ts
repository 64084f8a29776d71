/** What a person feels of a window that shows many uploads, ms from a deed to the next paint unless it says otherwise. */
export interface Deeds {
  readonly filter: number;
  readonly search: number;
  readonly sort: number;
  readonly select: number;
  /** From the first row to the last. */
  readonly jump: number;
  /** What all but one of a hundred frames take while the list is scrolled. */
  readonly scrollP99: number;
}

const FRAMES = 120;
const SCROLL_STEP = 120;

export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Does something, and resolves to the time until it was painted. */
export function paint(deed: () => void): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    deed();
    requestAnimationFrame(() => {
      // Delivered when the frame is out of the page's hands.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now() - start);
      channel.port2.postMessage(null);
    });
  });
}

function find<E extends HTMLElement>(selector: string, text = ''): E {
  const found = [...document.querySelectorAll<E>(selector)].find((one) => one.textContent?.includes(text) === true);
  if (found === undefined) throw new Error(`no ${selector} ${text}`);
  return found;
}

/** As a person types or chooses. React hears only of a value that was set behind its back. */
function enter(field: HTMLInputElement | HTMLSelectElement, value: string): void {
  const isInput = field instanceof HTMLInputElement;
  const prototype = isInput ? HTMLInputElement.prototype : HTMLSelectElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(isInput ? 'input' : 'change', { bubbles: true }));
}

function press(key: string, held: KeyboardEventInit = {}): void {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }),
  );
}

/** Does in the window what a person does, one deed after the other; the last ones undo the ones before. */
export async function doDeeds(): Promise<Deeds> {
  const filter = await paint(() => find('.nav', 'Paused').click());
  await paint(() => find('.nav', 'All').click());
  const field = find<HTMLInputElement>('#search');
  const search = await paint(() => enter(field, '77'));
  await paint(() => enter(field, ''));
  const choice = find<HTMLSelectElement>('.list-sort select');
  const sort = await paint(() => enter(choice, 'name'));
  await paint(() => enter(choice, 'queue'));
  find('[role=row]').focus();
  const select = await paint(() => press('a', { ctrlKey: true }));
  await paint(() => press('Escape'));
  const jump = await paint(() => press('End'));
  await paint(() => press('Home'));
  return { filter, search, sort, select, jump, scrollP99: await scroll(find('[role=grid]')) };
}

async function scroll(list: HTMLElement): Promise<number> {
  const deltas: number[] = [];
  let last = await nextFrame();
  for (let frame = 0; frame < FRAMES; frame += 1) {
    list.scrollTop += SCROLL_STEP;
    const now = await nextFrame();
    deltas.push(now - last);
    last = now;
  }
  await paint(() => {
    list.scrollTop = 0;
  });
  return deltas.sort((a, b) => a - b)[Math.floor(FRAMES * 0.99)] ?? Number.NaN;
}
