import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetForKey, placeInWords } from '../../renderer/inspector/ByteMap.tsx';
import {
  cellBytes,
  EDGE_BYTES,
  edgeOf,
  layerAt,
  layoutFor,
  type MapModel,
  mapModel,
  offsetAt,
  placesOf,
  spansIn,
} from '../../renderer/inspector/mapModel.ts';
import { marksOf } from '../../renderer/inspector/marks.ts';
import { DAY, detailsOf, GB, MB, upload } from './harness/fixtures.ts';

const anyModel = fc
  .array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 4, maxLength: 4 })
  .map((numbers) => numbers.sort((a, b) => a - b) as [number, number, number, number])
  .map(([durable, hashed, written, whole]) => mapModel({ durable, hashed, written, whole, front: null }, []));

const MODEL: MapModel = mapModel(
  { durable: 400 * MB, hashed: 430 * MB, written: 450 * MB, whole: 1000 * MB, front: null },
  [
    { offset: 400 * MB, at: DAY },
    { offset: 368 * MB, at: DAY - 1000 },
  ],
);

describe('the byte map', () => {
  test('puts every byte into one layer, in order, without gaps', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(2 ** 40), fc.nat(2 ** 40), (model, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const spans = spansIn(model, from, to);
        let at = from;
        for (const span of spans) {
          expect(span.from).toBe(at);
          expect(span.to).toBeGreaterThan(span.from);
          expect(layerAt(model, span.from)).toBe(span.layer);
          expect(layerAt(model, span.to - 1)).toBe(span.layer);
          at = span.to;
        }
        expect(at).toBe(to);
      }),
    );
  });

  test('finds the byte under a pointer, wherever that is', () => {
    const layout = layoutFor(340);
    fc.assert(
      fc.property(
        anyModel,
        fc.double({ min: -50, max: 500, noNaN: true }),
        fc.double({ min: -50, max: 500, noNaN: true }),
        (model, x, y) => {
          const offset = offsetAt(model, layout, x, y);
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(Math.max(0, model.whole - 1));
        },
      ),
    );
    const bytes = cellBytes(MODEL, layout);
    const pitch = layout.cell + layout.gap;
    // The middle of the third cell of the second row.
    const offset = offsetAt(MODEL, layout, 2 * pitch + layout.cell / 2, 15);
    expect(Math.floor(offset / bytes)).toBe(layout.columns + 2);
  });

  test('magnifies the edge of a large layer, never beyond its ends, and only while there is one', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const edge = edgeOf(model);
        if (edge === null) return;
        expect(edge.from).toBeGreaterThanOrEqual(0);
        expect(edge.to).toBeLessThanOrEqual(model.whole);
        expect(edge.to - edge.from).toBe(EDGE_BYTES);
        // All that a crash now costs is in it, if it is not more than the engine ever risks.
        if (model.written - model.durable <= 64 * 1024 * 1024) {
          expect(edge.from).toBeLessThanOrEqual(model.durable);
          expect(edge.to).toBeGreaterThanOrEqual(model.written);
        }
      }),
    );
    const whole = { durable: 40 * GB, hashed: 40 * GB, written: 40 * GB, whole: 40 * GB, front: null };
    expect(edgeOf(mapModel(whole, []))).toBeNull();
    expect(edgeOf(mapModel({ ...whole, durable: 1, hashed: 1, written: 1, whole: 100 * MB }, []))).toBeNull();
  });

  test('is walked by keys: by cells, by rows, and from mark to mark', () => {
    const layout = layoutFor(340);
    const cell = cellBytes(MODEL, layout);
    const go = (key: string, from: number) => offsetForKey(key, from, MODEL, layout);
    expect(go('ArrowRight', 0)).toBe(Math.ceil(cell));
    expect(go('ArrowDown', 0)).toBe(Math.ceil(cell * layout.columns));
    expect(go('ArrowLeft', 0)).toBe(0);
    expect(go('End', 0)).toBe(1000 * MB);
    expect(go('ArrowRight', 1000 * MB)).toBe(1000 * MB);
    expect(placesOf(MODEL)).toEqual([0, 368 * MB, 400 * MB, 430 * MB, 450 * MB, 1000 * MB]);
    expect(go('PageDown', 368 * MB)).toBe(400 * MB);
    expect(go('PageUp', 368 * MB)).toBe(0);
    expect(go('a', 0)).toBeNull();
    // Every cell is reached by going right from the first.
    let at = 0;
    for (let step = 1; step < layout.columns * layout.rows; step += 1) at = go('ArrowRight', at) ?? 0;
    expect(at).toBe(Math.ceil(cell * (layout.columns * layout.rows - 1)));
  });

  test('says of a place what is known of it', () => {
    const samples = [
      { at: DAY, written: 100 * MB, hashed: 0, checkpointed: 0, read: null },
      { at: DAY + 1000, written: 450 * MB, hashed: 0, checkpointed: 0, read: null },
    ];
    const say = (offset: number) => placeInWords(MODEL, samples, offset);
    expect(say(5 * MB)).toBe('0.01 GB (byte 5,000,000): checkpointed, survives a power cut');
    expect(say(440 * MB)).toMatch(/written, not hashed yet, written at \d\d:\d\d:01$/);
    expect(say(400 * MB)).toMatch(/hashed, not checkpointed yet, checkpoint of \d\d:\d\d:00$/);
    expect(say(999 * MB)).toBe('1.00 GB (byte 999,000,000): not there yet');
  });
});

describe('the checkpoints on the map', () => {
  const view = upload({ checkpointed: 400 * MB });

  test('are those on disk as long as nothing newer was heard of', () => {
    const details = detailsOf(view);
    expect(marksOf(view, details, [])).toBe(details.checkpoints);
    expect(marksOf({ checkpointed: 450 * MB }, details, [])).toEqual([]);
  });

  test('are those that ticks told of where the disk was looked at before', () => {
    const heard = [
      { offset: 450 * MB, at: DAY },
      { offset: 420 * MB, at: DAY - 300 },
    ];
    const later = { checkpointed: 450 * MB };
    expect(marksOf(later, detailsOf(view), heard)).toEqual(heard);
    // Too far apart to be neighbours: whatever lies between was not heard of.
    expect(
      marksOf(later, null, [
        { offset: 450 * MB, at: DAY },
        { offset: 300 * MB, at: DAY },
      ]),
    ).toHaveLength(1);
  });
});
