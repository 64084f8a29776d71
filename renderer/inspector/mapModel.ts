import { AT_RISK_BYTES } from '../../shared/checkpointing.ts';
import type { Depths } from '../uploads/depths.ts';

/** What a byte of a layer is, from safest to not there. */
export const LAYERS = ['durable', 'hashed', 'written', 'toCome'] as const;
export type Layer = (typeof LAYERS)[number];

/** A retained checkpoint on the map. */
export interface Mark {
  /** bytes */
  readonly offset: number;
  /** ms since the epoch */
  readonly at: number;
}

/** What the byte map shows, all in bytes. */
export interface MapModel extends Omit<Depths, 'whole'> {
  /** The whole map: the layer, or of one whose size is not known, what there is of it. */
  readonly whole: number;
  readonly marks: readonly Mark[];
}

/** Bytes from `from` (inclusive) to `to` that are all of one layer. */
export interface Span {
  readonly layer: Layer;
  readonly from: number;
  readonly to: number;
}

export function mapModel(depths: Depths, marks: readonly Mark[]): MapModel {
  return { ...depths, whole: Math.max(depths.whole ?? 0, depths.written), marks };
}

/** The layer of the byte at `offset`. */
export function layerAt({ durable, hashed, written }: MapModel, offset: number): Layer {
  if (offset < durable) return 'durable';
  if (offset < hashed) return 'hashed';
  return offset < written ? 'written' : 'toCome';
}

/** The parts of the bytes from `from` to `to`, in order; empty ones are left out. */
export function spansIn({ durable, hashed, written }: MapModel, from: number, to: number): readonly Span[] {
  const ends = { durable, hashed: Math.max(durable, hashed), written, toCome: Number.POSITIVE_INFINITY };
  const spans: Span[] = [];
  let start = from;
  for (const layer of LAYERS) {
    const end = Math.min(to, ends[layer]);
    if (end > start) spans.push({ layer, from: start, to: end });
    start = Math.max(start, end);
  }
  return spans;
}

/** Bytes across the magnified edge: what is at risk at most, with as much of what is safe and some of what comes. */
export const EDGE_BYTES = AT_RISK_BYTES * 2.5;

/**
 * The part of the map to magnify, so that the gap shows in a layer of any size; null where the map itself shows it
 * well enough, or where nothing is at risk or to come.
 */
export function edgeOf({ whole, durable, hashed, written }: MapModel): { from: number; to: number } | null {
  const done = Math.min(durable, hashed) >= whole;
  if (whole < EDGE_BYTES * 2 || done) return null;
  // An upload whose gap is larger (somebody else's) is shown at its end.
  const start = Math.max(durable - AT_RISK_BYTES, written - AT_RISK_BYTES * 2);
  const from = Math.min(Math.max(0, start), whole - EDGE_BYTES);
  return { from, to: from + EDGE_BYTES };
}

/** Where something begins or is marked, ascending: the places that Page Up and Page Down go to. */
export function placesOf({ whole, durable, hashed, written, front, marks }: MapModel): readonly number[] {
  const all = [0, durable, hashed, written, whole, ...(front === null ? [] : [front]), ...marks.map((m) => m.offset)];
  return [...new Set(all)].sort((a, b) => a - b);
}

/** How the map's cells lie; lengths in CSS pixels. */
export interface MapLayout {
  readonly columns: number;
  readonly rows: number;
  /** Edge of a cell. */
  readonly cell: number;
  readonly gap: number;
  /** Of the cells. */
  readonly height: number;
}

const GAP = 2;
const CELL_MIN = 8;
/** About as many cells as the eye takes in at once. */
const CELLS = 280;

/** Lays cells out over `width` CSS pixels. */
export function layoutFor(width: number): MapLayout {
  const columns = Math.max(10, Math.floor((width + GAP) / (CELL_MIN + GAP)));
  const cell = (width + GAP) / columns - GAP;
  const rows = Math.min(8, Math.max(4, Math.round(CELLS / columns)));
  return { columns, rows, cell, gap: GAP, height: rows * (CELL_MIN + GAP) - GAP };
}

/** Bytes of one cell. */
export function cellBytes({ whole }: MapModel, { columns, rows }: MapLayout): number {
  return Math.max(1, whole / (columns * rows));
}

/** The offset at a place of the cells, in CSS pixels from their corner. */
export function offsetAt(model: MapModel, layout: MapLayout, x: number, y: number): number {
  const { columns, rows, cell, gap, height } = layout;
  const row = Math.min(rows - 1, Math.max(0, Math.floor(y / ((height + gap) / rows))));
  const across = Math.min(columns - 0.001, Math.max(0, x / (cell + gap)));
  const inCell = Math.min(1, ((across % 1) * (cell + gap)) / cell);
  const index = row * columns + Math.floor(across) + Math.min(0.999, inCell);
  return Math.min(Math.max(0, model.whole - 1), Math.floor(index * cellBytes(model, layout)));
}
