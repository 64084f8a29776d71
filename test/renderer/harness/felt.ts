import type { FakeApi } from './fakeApi.ts';
import { upload } from './fixtures.ts';

/** What a person feels, in ms: from a deed to the next paint unless it says otherwise. */
export interface Felt {
  /** One more upload comes. */
  readonly add: number;
  readonly filter: number;
  readonly search: number;
  readonly sort: number;
  readonly select: number;
  /** From the first row to the last. */
  readonly jump: number;
  /** What all but one of a hundred frames take while the list is scrolled. */
  readonly scrollP99: number;
  /** Scripts of one progress tick. */
  readonly tick: number;
}

const FRAMES = 120;
const SCROLL_STEP = 120;
const TICKS = 50;
/** Uploads in a piece, as main sends them. */
const PIECE = 100;
/** What a piece takes to cross from main, ms. */
const CROSSING_MS = 5;

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Does something, and resolves to the time until it was painted. */
function paint(deed: () => void): Promise<number> {
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

/** Uses a window that shows many uploads, one deed after the other. */
export async function useWindow(api: FakeApi): Promise<Felt> {
  const add = await paint(() => api.push({ uploads: [upload({ n: 2 ** 40, name: 'one more.tar' })] }));
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
  const scrollP99 = await scroll(find('[role=grid]'));
  return { add, filter, search, sort, select, jump, scrollP99, tick: await tick(api) };
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

async function tick(api: FakeApi): Promise<number> {
  const snapshot = await api['state:snapshot']();
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const moving = snapshot.value.uploads.filter(({ status }) => status.kind === 'moving');
  let sum = 0;
  for (let count = 1; count <= TICKS; count += 1) {
    const offset = 6e8 + count * 1e6;
    const numbers = { offset, hashed: offset, checkpointed: offset, rehashed: null, bytesPerSecond: 1e7, etaMs: 9e4 };
    // A frame's callbacks run in order, each with all that follows from it: between two of ours is the window's.
    sum += await new Promise<number>((resolve) => {
      let start = 0;
      requestAnimationFrame(() => {
        start = performance.now();
      });
      api.push({ progress: moving.map(({ id }) => ({ id, ...numbers })) });
      requestAnimationFrame(() => resolve(performance.now() - start));
    });
  }
  return sum / TICKS;
}

/** Lets many uploads come into an empty window; resolves to the longest frame meanwhile, ms. */
export async function fillWindow(api: FakeApi, count: number): Promise<number> {
  let longest = 0;
  let running = true;
  const watching = (async () => {
    let last = await nextFrame();
    while (running) {
      const now = await nextFrame();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  for (let sent = 0; sent < count; sent += PIECE) {
    const piece = Array.from({ length: PIECE }, (_, n) =>
      upload({ n: sent + n + 1, name: `layer-${sent + n + 1}.tar`, offset: 0, status: { kind: 'queued' } }),
    );
    api.push({ uploads: piece });
    await new Promise((resolve) => setTimeout(resolve, CROSSING_MS));
  }
  await nextFrame();
  await nextFrame();
  running = false;
  await watching;
  return longest;
}
