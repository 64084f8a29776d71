import { HISTORY_MS, type Speed } from '../state/speedHistory.ts';
import type { Surface } from './useCanvas.ts';

/** The shortest time that the chart shows, ms. */
const SPAN_MIN_MS = 60_000;

/** What the chart shows: a span of time that ends at `end`, and speeds up to `top`, bytes a second. */
export interface Scales {
  readonly end: number;
  /** ms */
  readonly span: number;
  readonly top: number;
}

/** Scales in whole minutes and round numbers, so that neither jumps with every sample. */
export function scalesFor(speeds: readonly Speed[], end: number): Scales {
  const age = end - (speeds[0]?.at ?? end);
  const span = Math.min(HISTORY_MS, Math.max(SPAN_MIN_MS, Math.ceil(age / 60_000) * 60_000));
  let peak = 1;
  for (const { at, written, hashed, read } of speeds)
    if (at >= end - span) peak = Math.max(peak, written, hashed, read);
  return { end, span, top: roundUp(peak * 1.05) };
}

/** The next of 1, 2, 5, 10, … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}

/** Nearer than this to each other, marks would merge, CSS pixels. */
const MARK_SPACE = 3;

/** Paints the speeds, written solid, hashed dashed and read dotted, and a mark on the ground for every checkpoint. */
export function drawSpeeds(surface: Surface, speeds: readonly Speed[], { end, span, top }: Scales): void {
  const { context, width, height, scale, palette } = surface;
  const ground = height - 7;
  const x = (at: number): number => width - ((end - at) / span) * width;
  const y = (speed: number): number => ground - (speed / top) * (ground - 2);
  context.fillStyle = palette.line;
  for (const part of [0.5, 1]) context.fillRect(0, Math.round(y(top * part) * scale) / scale, width, 1);
  context.fillStyle = palette.faint;
  context.fillRect(0, ground, width, 1);
  const visible = speeds.filter(({ at }) => at >= end - span);

  const line = (pick: (speed: Speed) => number): Path2D => {
    const path = new Path2D();
    for (const [index, speed] of visible.entries()) {
      if (index === 0 || speed.first) path.moveTo(x(speed.at), y(pick(speed)));
      else path.lineTo(x(speed.at), y(pick(speed)));
    }
    return path;
  };
  const written = line(({ written: speed }) => speed);
  const [first] = visible;
  const last = visible.at(-1);
  if (first !== undefined && last !== undefined) {
    // Down to the ground and back, so that what was written has a body.
    const area = new Path2D(written);
    area.lineTo(x(last.at), ground);
    area.lineTo(x(first.at), ground);
    context.globalAlpha = 0.45;
    context.fillStyle = palette.written;
    context.fill(area);
    context.globalAlpha = 1;
  }
  context.lineJoin = 'round';
  context.lineWidth = 1.8;
  context.strokeStyle = palette.hashed;
  context.stroke(written);
  context.lineWidth = 1.4;
  context.setLineDash([4, 3]);
  context.strokeStyle = palette.ink;
  context.stroke(line(({ hashed }) => hashed));
  context.setLineDash([1, 4]);
  context.lineCap = 'round';
  context.lineWidth = 2;
  context.strokeStyle = palette.risk;
  context.stroke(line(({ read }) => read));
  context.lineCap = 'butt';
  context.setLineDash([]);

  context.fillStyle = palette.durable;
  let marked = Number.NEGATIVE_INFINITY;
  for (const { at, checkpoint } of visible) {
    const place = Math.round(x(at) * scale) / scale;
    if (!checkpoint || place - marked < MARK_SPACE) continue;
    marked = place;
    context.fillRect(place - 0.75, ground + 2, 1.5, 5);
  }
}
