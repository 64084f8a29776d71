import type { Report } from './report.ts';

/** What the chart shows, from top to bottom: metric, name, whether it is ours. */
const BARS = [
  ['throughput.mibps', 'Layerlift, system library', true],
  ['throughput.wasm_mibps', 'Layerlift, hash-wasm', true],
  ['peer.cp_sync_mibps', 'cp, then sync (hashes nothing)', false],
  ['peer.cp_sync_hash_mibps', 'cp, sync, then sha256sum', false],
  ['peer.registry_mibps', 'docker-registry, streaming (syncs once)', false],
  ['peer.skopeo_mibps', 'skopeo copy to docker-registry', false],
] as const;

const LIMIT = 'limit.hash_mibps';

/** All in pixels. */
const WIDTH = 860;
const NAMES = 270;
const ROW = 34;
const BAR = 20;
const TOP = 64;
const RIGHT = 70;

/** A chart of how fast a layer moves, as an SVG that is readable in light and dark. Empty when nothing was measured. */
export function toChart({ results, machine, versions, quick }: Report): string {
  const measured = (id: string): number | null => results.find((result) => result.id === id)?.value ?? null;
  const bars = BARS.flatMap(([id, name, ours]) => {
    const value = measured(id);
    return value === null ? [] : [{ name, ours, value }];
  });
  if (bars.length === 0) return '';
  const limit = measured(LIMIT);
  const most = Math.max(...bars.map(({ value }) => value), limit ?? 0);
  const x = (value: number): number => NAMES + (value / most) * (WIDTH - NAMES - RIGHT);
  const bottom = TOP + bars.length * ROW;
  const rows = bars.map(({ name, ours, value }, index) => {
    const y = TOP + index * ROW;
    const middle = y + BAR / 2 + 4;
    return [
      `<text x="${NAMES - 12}" y="${middle}" text-anchor="end">${quoted(name)}</text>`,
      `<rect class="${ours ? 'ours' : 'peer'}" x="${NAMES}" y="${y}" width="${round(x(value) - NAMES)}" height="${BAR}" rx="3"/>`,
      `<text class="value" x="${round(x(value) + 8)}" y="${middle}">${Math.round(value)}</text>`,
    ].join('\n');
  });
  const limitLine =
    limit === null
      ? ''
      : `<line x1="${round(x(limit))}" x2="${round(x(limit))}" y1="${TOP - 8}" y2="${bottom}"/>
<text class="note" x="${round(x(limit))}" y="${TOP - 14}" text-anchor="end">SHA-256 alone, from memory: ${Math.round(limit)}</text>`;
  const size = quick ? '1 GiB' : '4 GiB';
  const where = `${machine.cores} cores (${machine.cpu}), ${machine.fileSystem}, Node ${versions['node'] ?? ''}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 34}" role="img" aria-label="How fast a layer of ${size} moves, in MiB a second">
<style>
text { font: 13px system-ui, sans-serif; fill: #1c2430 }
.title { font-weight: 600; font-size: 15px }
.value { font-variant-numeric: tabular-nums }
.note { font-size: 11.5px; fill: #5b6675 }
.ours { fill: #2f6fed }
.peer { fill: #a9b4c2 }
line { stroke: #c2410c; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
text { fill: #e6eaf0 } .note { fill: #9aa6b5 } .ours { fill: #6ea0ff } .peer { fill: #55606e } line { stroke: #fb923c }
}
</style>
<text class="title" x="12" y="24">A layer of ${size}, end to end, MiB a second</text>
${limitLine}
${rows.join('\n')}
<text class="note" x="12" y="${bottom + 20}">${quoted(where)}</text>
</svg>
`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
