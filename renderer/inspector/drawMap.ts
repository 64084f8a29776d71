import { cellBytes, edgeOf, type Layer, type MapLayout, type MapModel, spansIn } from './mapModel.ts';
import type { Palette } from './palette.ts';
import type { Surface } from './useCanvas.ts';

/** Height of the magnified edge with its marks, and the space above it, CSS pixels. */
export const EDGE_HEIGHT = 30;
export const EDGE_SPACE = 12;

/** Height of the band in which the edge's layers are drawn. */
const BAND = 16;
/** Where the band begins below the top of the edge: marks stand above it. */
const BAND_TOP = 7;

type Fill = (x: number, y: number, width: number, height: number) => void;

/** Layers differ in texture as well as in colour: solid, hatched, dotted, hollow. */
function fillsOf({ context, scale, palette }: Surface): Readonly<Record<Layer, Fill>> {
  const solid =
    (style: string | CanvasPattern): Fill =>
    (x, y, width, height) => {
      context.fillStyle = style;
      context.fillRect(x, y, width, height);
    };
  const over = (colour: string, pattern: CanvasPattern | null): Fill => {
    const base = solid(colour);
    const texture = pattern === null ? base : solid(pattern);
    return (x, y, width, height) => {
      base(x, y, width, height);
      texture(x, y, width, height);
    };
  };
  return {
    durable: solid(palette.durable),
    hashed: over(palette.hashed, hatch(context, scale, palette)),
    written: over(palette.written, dots(context, scale, palette)),
    toCome: hollow(context, palette),
  };
}

function hollow(context: CanvasRenderingContext2D, { track, faint }: Palette): Fill {
  return (x, y, width, height) => {
    context.fillStyle = track;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 0.3;
    context.fillStyle = faint;
    context.fillRect(x, y + height - 1, width, 1);
    context.globalAlpha = 1;
  };
}

/** A tile of `size` CSS pixels, drawn sharp. */
function tile(
  context: CanvasRenderingContext2D,
  scale: number,
  size: number,
  draw: (tile: CanvasRenderingContext2D) => void,
): CanvasPattern | null {
  const pixels = Math.max(2, Math.round(size * scale));
  const canvas = document.createElement('canvas');
  canvas.width = pixels;
  canvas.height = pixels;
  const inner = canvas.getContext('2d');
  if (inner === null) return null;
  inner.scale(pixels / size, pixels / size);
  draw(inner);
  const pattern = context.createPattern(canvas, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(size / pixels));
  return pattern;
}

function hatch(context: CanvasRenderingContext2D, scale: number, { panel }: Palette): CanvasPattern | null {
  return tile(context, scale, 4, (inner) => {
    inner.strokeStyle = panel;
    inner.lineWidth = 1;
    inner.beginPath();
    for (const shift of [-4, 0, 4]) {
      inner.moveTo(shift - 1, 5);
      inner.lineTo(shift + 5, -1);
    }
    inner.stroke();
  });
}

function dots(context: CanvasRenderingContext2D, scale: number, { ink }: Palette): CanvasPattern | null {
  return tile(context, scale, 4, (inner) => {
    inner.fillStyle = ink;
    inner.globalAlpha = 0.55;
    inner.fillRect(1, 1, 1.2, 1.2);
    inner.fillRect(3, 3, 1.2, 1.2);
  });
}

/** Paints the map: every cell its share of the bytes, and below them the edge, magnified. `cursor` is an offset. */
export function drawMap(surface: Surface, model: MapModel, layout: MapLayout, cursor: number | null): void {
  const fills = fillsOf(surface);
  drawCells(surface, fills, model, layout, cursor);
  const edge = edgeOf(model);
  if (edge !== null) drawEdge(surface, fills, model, edge, layout.height + EDGE_SPACE, cursor);
}

function drawCells(
  { context, scale, palette }: Surface,
  fills: Readonly<Record<Layer, Fill>>,
  model: MapModel,
  layout: MapLayout,
  cursor: number | null,
): void {
  const { columns, rows, cell, gap, height } = layout;
  const bytes = cellBytes(model, layout);
  const snap = (value: number): number => Math.round(value * scale) / scale;
  const pitchY = (height + gap) / rows;
  const boxOf = (index: number) => {
    const x = snap((index % columns) * (cell + gap));
    const y = snap(Math.floor(index / columns) * pitchY);
    const right = snap((index % columns) * (cell + gap) + cell);
    return { x, y, width: right - x, height: snap(y + pitchY - gap) - y };
  };
  for (let index = 0; index < columns * rows; index += 1) {
    const box = boxOf(index);
    const from = index * bytes;
    for (const span of spansIn(model, from, from + bytes)) {
      const left = snap(box.x + (box.width * (span.from - from)) / bytes);
      const right = snap(box.x + (box.width * (span.to - from)) / bytes);
      if (right > left) fills[span.layer](left, box.y, right - left, box.height);
    }
  }
  const indexOf = (offset: number): number => Math.min(columns * rows - 1, Math.floor(offset / bytes));
  for (const { offset } of model.marks) {
    // The checkpoint ends the bytes before it.
    const { x, y, width, height: tall } = boxOf(indexOf(Math.max(0, offset - 1)));
    ring(context, palette.panel, x + 1.5, y + 1.5, width - 3, tall - 3, 1);
    ring(context, palette.ink, x + 0.5, y + 0.5, width - 1, tall - 1, 1);
  }
  if (model.front !== null) {
    const { x, y, width, height: tall } = boxOf(indexOf(model.front));
    context.fillStyle = palette.panel;
    context.fillRect(x - 1, y - 1, width + 2, tall + 2);
    context.fillStyle = palette.risk;
    context.fillRect(x, y, width, tall);
  }
  if (cursor !== null) {
    const { x, y, width, height: tall } = boxOf(indexOf(cursor));
    ring(context, palette.panel, x - 0.5, y - 0.5, width + 1, tall + 1, 3);
    ring(context, palette.ink, x - 0.5, y - 0.5, width + 1, tall + 1, 1.5);
  }
}

function ring(
  context: CanvasRenderingContext2D,
  colour: string,
  x: number,
  y: number,
  width: number,
  height: number,
  line: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.strokeRect(x, y, width, height);
}

function drawEdge(
  { context, scale, width, palette }: Surface,
  fills: Readonly<Record<Layer, Fill>>,
  model: MapModel,
  { from, to }: { readonly from: number; readonly to: number },
  top: number,
  cursor: number | null,
): void {
  const snap = (value: number): number => Math.round(value * scale) / scale;
  const at = (offset: number): number => snap((width * (offset - from)) / (to - from));
  const isIn = (offset: number): boolean => offset >= from && offset <= to;
  const band = snap(top + BAND_TOP);
  for (const span of spansIn(model, from, to)) {
    fills[span.layer](at(span.from), band, at(span.to) - at(span.from), BAND);
  }
  const upright = (offset: number, colour: string, line: number, above: number): void => {
    const x = Math.min(width - line, Math.max(0, at(offset) - line / 2));
    context.fillStyle = colour;
    context.fillRect(snap(x), band - above, line, BAND + above);
  };
  for (const { offset } of model.marks.filter((mark) => isIn(mark.offset))) {
    upright(offset, palette.panel, 3, 0);
    upright(offset, palette.ink, 1, 2);
    const x = Math.min(width - 4, Math.max(4, at(offset)));
    context.fillStyle = palette.ink;
    context.beginPath();
    context.moveTo(x - 4, band - BAND_TOP);
    context.lineTo(x + 4, band - BAND_TOP);
    context.lineTo(x, band - 1);
    context.fill();
  }
  drawGap(context, palette, at(Math.max(from, model.durable)), at(Math.min(to, model.written)), band + BAND + 3);
  if (model.front !== null && isIn(model.front)) upright(model.front, palette.risk, 3, 3);
  if (cursor !== null && isIn(cursor)) {
    upright(cursor, palette.panel, 4, 4);
    upright(cursor, palette.ink, 2, 4);
  }
}

/** A bracket under what a crash now would cost. */
function drawGap(context: CanvasRenderingContext2D, { risk }: Palette, left: number, right: number, y: number): void {
  if (right - left < 1) return;
  context.fillStyle = risk;
  context.fillRect(left, y + 1.5, right - left, 1.5);
  context.fillRect(left, y - 1, 1.5, 4);
  context.fillRect(Math.max(left, right - 1.5), y - 1, 1.5, 4);
}

/** The offset under a place on the canvas, in CSS pixels; null beside everything. */
export function edgeOffsetAt(model: MapModel, layout: MapLayout, width: number, x: number, y: number): number | null {
  const edge = edgeOf(model);
  if (edge === null || y < layout.height + EDGE_SPACE / 2) return null;
  const offset = edge.from + Math.min(1, Math.max(0, x / width)) * (edge.to - edge.from);
  return Math.min(model.whole - 1, Math.floor(offset));
}
