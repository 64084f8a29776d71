import '../../../renderer/styles/index.css';
import { createBridge } from '../../../renderer/bridge.ts';
import { createApp, start } from '../../../renderer/start.tsx';
import type { UploadDetails } from '../../../shared/inspection.ts';
import type { Language } from '../../../shared/language.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { UploadView } from '../../../shared/upload.ts';
import { pageOf } from './catalogFixtures.ts';
import { createFakeApi, type FakeApi, offerOf } from './fakeApi.ts';
import { type Felt, fillWindow, useWindow } from './felt.ts';
import { passTime, type Stretch } from './passing.ts';
import { SCENARIOS } from './scenarios.ts';

declare global {
  interface Window {
    harness: {
      readonly api: FakeApi;
      readonly felt: () => Promise<Felt>;
      readonly fill: (count: number) => Promise<number>;
      readonly measure: (seconds: number) => Promise<FrameReport>;
      /** Lets a stretch of an hour pass, counted in ticks. */
      readonly pass: (stretch: Stretch) => Promise<void>;
      /** Resolves when all that the scenario says is on the page. */
      readonly shown: Promise<void>;
      /** Resolves when nothing moves any more and what was drawn last is on the screen. */
      readonly still: () => Promise<void>;
      /** Changes the language, whatever is open. */
      readonly speak: (language: Language) => void;
    };
  }
}

export interface FrameReport {
  readonly frames: number;
  readonly worstMs: number;
  /** Tasks of the page's own thread over 50 ms. */
  readonly longTasks: number;
  /** Frame times below this are 99 of 100. */
  readonly p99Ms: number;
  /** Time of scripts a tick, from push to the end of the frame that applied it. */
  readonly meanTickMs: number;
}

const parameters = new URLSearchParams(window.location.search);
const scenario = SCENARIOS[parameters.get('scenario') ?? 'busy'] ?? {};
const theme = parameters.get('theme') === 'dark' ? 'dark' : 'light';
document.documentElement.dataset['theme'] = theme;

const inspectIn = (detailsOf: (view: UploadView) => UploadDetails) => (id: UploadId) => {
  const view = scenario.snapshot?.uploads?.find((upload) => upload.id === id);
  if (view === undefined) throw new Error(`no upload ${id}`);
  return detailsOf(view);
};
const base = createFakeApi(scenario.snapshot, {
  'files:offered': () => (scenario.candidates === undefined ? [] : [offerOf(scenario.candidates, scenario.offer)]),
  'history:list': () => scenario.history ?? [],
  'stores:list': () => scenario.stores ?? [],
  ...(scenario.layers !== undefined && {
    'catalog:layers': (name, from) => pageOf(scenario.layers?.(name) ?? [], from, scenario.manifestProblems),
  }),
  'log:read': () => scenario.log ?? [],
  ...(scenario.details !== undefined && { 'uploads:inspect': inspectIn(scenario.details) }),
});
const snapshotOf = base['state:snapshot'];
const api: FakeApi = {
  ...base,
  'state:snapshot': async () => {
    const envelope = await snapshotOf();
    if (!envelope.ok) return envelope;
    return { ok: true, value: { ...envelope.value, settings: { ...envelope.value.settings, theme } } };
  },
};

function nextTick(upload: UploadView, n: number) {
  const offset = Math.min(upload.size ?? 0, upload.offset + n * 12e6);
  return {
    id: upload.id,
    offset,
    hashed: offset - 4e6,
    checkpointed: offset - 30e6,
    rehashed: null,
    bytesPerSecond: 1.2e8 + n * 1e5,
    etaMs: 90_000 - n * 100,
  };
}

/** Ticks every moving upload ten times a second and watches the frames meanwhile. */
async function measure(seconds: number): Promise<FrameReport> {
  const moving = (scenario.snapshot?.uploads ?? []).filter(({ status }) => status.kind === 'moving');
  let longTasks = 0;
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  });
  observer.observe({ type: 'longtask' });
  const deltas: number[] = [];
  let worked = 0;
  let ticks = 0;
  let running = true;
  let last = performance.now();
  const watch = (now: number) => {
    deltas.push(now - last);
    last = now;
    if (running) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
  const end = performance.now() + seconds * 1000;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      ticks += 1;
      const begin = performance.now();
      api.push({ progress: moving.map((upload) => nextTick(upload, ticks)) });
      worked += performance.now() - begin;
      if (performance.now() < end) return;
      clearInterval(timer);
      resolve();
    }, 100);
  });
  running = false;
  observer.disconnect();
  const frames = deltas.slice(1).sort((a, b) => a - b);
  return {
    frames: frames.length,
    p99Ms: frames[Math.floor(frames.length * 0.99)] ?? 0,
    worstMs: frames.at(-1) ?? 0,
    longTasks,
    meanTickMs: worked / ticks,
  };
}

// Each scenario is a window of its own.
sessionStorage.clear();
const root = document.getElementById('root');
if (root === null) throw new Error('no #root');
let past: number | null = null;
const startedAt = Date.now();
const app = createApp(createBridge(api), () => past ?? Date.now());
start(root, app);
window.harness = {
  api,
  felt: () => useWindow(api),
  fill: (count) => fillWindow(api, count),
  measure,
  pass: (stretch) => passTime(api, stretch, startedAt, (now) => (past = now)),
  shown: showAll(),
  still,
  speak,
};

/** Numbers are applied at the frame after they come, to a window that has its snapshot. */
async function showAll(): Promise<void> {
  const offered = (scenario.candidates ?? []).length > 0;
  const isThere = (): boolean =>
    document.querySelector('.app') !== null && (!offered || document.querySelector('dialog[open]') !== null);
  while (!isThere()) await nextFrame();
  rememberSpeeds();
  // The window listens once it has been drawn.
  await nextFrame();
  if (scenario.intake !== undefined) api.intake(scenario.intake);
  if (scenario.ticks !== undefined) api.push({ progress: scenario.ticks });
  await nextFrame();
  await nextFrame();
}

/** Lets the first upload have had the scenario's speeds before. */
function rememberSpeeds(): void {
  const { speeds = [], ticks: [tick] = [] } = scenario;
  if (tick === undefined) return;
  const behind = speeds.reduce((sum, speed) => sum + speed / 2, 0);
  let offset = tick.offset - behind - (speeds.at(-1) ?? 0) / 2;
  for (const [index, speed] of speeds.entries()) {
    past = Date.now() - (speeds.length - index) * 500;
    offset += speed / 2;
    app.speeds.take(tick.id, {
      ...tick,
      offset,
      read: offset + 8e6 * (1 + (index % 3)),
      hashed: offset - 12e6,
      checkpointed: offset - 40e6 - (index % 8) * 1e6,
    });
  }
  past = null;
}

async function still(): Promise<void> {
  // What a state asks for in an effect is drawn a frame later.
  await nextFrame();
  await Promise.all(document.getAnimations().map(({ finished }) => finished));
  await nextFrame();
  await nextFrame();
}

function speak(language: Language): void {
  const settings = app.store.getState().mirror?.settings;
  if (settings !== undefined) api.push({ settings: { ...settings, language } });
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
