import { type KeyboardEvent, type MouseEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { UploadDetails } from '../../shared/inspection.ts';
import type { UploadView } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import { type SpeedSample, writtenAt } from '../state/speedHistory.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { depthsOf } from '../uploads/depths.ts';
import { drawMap, EDGE_HEIGHT, EDGE_SPACE, edgeOffsetAt } from './drawMap.ts';
import { MapKey } from './MapKey.tsx';
import {
  cellBytes,
  edgeOf,
  layerAt,
  layoutFor,
  type MapLayout,
  type MapModel,
  mapModel,
  offsetAt,
  placesOf,
} from './mapModel.ts';
import { marksOf } from './marks.ts';
import { useCanvas } from './useCanvas.ts';

const words = en.inspector.map;

/** Until the map knows its width, CSS pixels. */
const WIDTH = 340;

/** What is known about the byte at `offset`, in one sentence. */
export function placeInWords(model: MapModel, samples: readonly SpeedSample[], offset: number): string {
  const { whole, marks, front } = model;
  const mark = marks.find((one) => one.offset === offset);
  const written = writtenAt(samples, offset);
  let when = '';
  if (mark !== undefined) when = words.checkpointHere(mark.at);
  else if (front === offset) when = words.frontHere;
  else if (written !== null) when = words.writtenAt(written);
  return words.place(offset, whole, layerAt(model, Math.min(offset, Math.max(0, whole - 1))), when);
}

/** Where a key leads on the map; null for keys that mean nothing to it. */
export function offsetForKey(key: string, offset: number, model: MapModel, layout: MapLayout): number | null {
  const cell = cellBytes(model, layout);
  const toCell = (steps: number): number => Math.ceil((Math.floor(offset / cell) + steps) * cell);
  const places = placesOf(model);
  const targets: Readonly<Record<string, () => number>> = {
    ArrowRight: () => toCell(1),
    ArrowLeft: () => toCell(-1),
    ArrowDown: () => toCell(layout.columns),
    ArrowUp: () => toCell(-layout.columns),
    Home: () => 0,
    End: () => model.whole,
    PageDown: () => places.find((place) => place > offset) ?? model.whole,
    PageUp: () => places.findLast((place) => place < offset) ?? 0,
  };
  const target = targets[key];
  return target === undefined ? null : Math.min(model.whole, Math.max(0, target()));
}

/** The whole file as one picture, with a reading of the place that pointer or keys are on. */
export function ByteMap({ upload, details }: { upload: UploadView; details: UploadDetails | null }) {
  const { speeds } = useAppContext();
  const summaryId = useId();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH);
  const [cursor, setCursor] = useState<number | null>(null);
  const depths = depthsOf(upload);
  const marks = marksOf(upload, details, speeds.checkpointsOf(upload.id));
  const model = mapModel(depths, marks);
  const layout = layoutFor(width);
  const samples = speeds.samplesOf(upload.id);
  const edge = edgeOf(model);
  const canvas = useCanvas((surface) => drawMap(surface, model, layout, cursor));

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onPoint = (event: MouseEvent<HTMLDivElement>) => {
    const corner = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - corner.left;
    const y = event.clientY - corner.top;
    setCursor(edgeOffsetAt(model, layout, width, x, y) ?? offsetAt(model, layout, x, y));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = offsetForKey(event.key, cursor ?? depths.written, model, layout);
    if (next === null) return;
    event.preventDefault();
    setCursor(next);
  };

  const summary = words.summary(depths.written, depths.hashed, depths.durable, depths.whole);
  const kept = words.marks(
    marks.map(({ offset }) => offset),
    model.whole,
  );
  const reading = cursor === null ? null : placeInWords(model, samples, cursor);
  const height = layout.height + (edge === null ? 0 : EDGE_SPACE + EDGE_HEIGHT);
  return (
    <>
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        className="byte-map"
        style={{ height }}
        aria-label={words.label(visibleText(upload.name))}
        aria-describedby={summaryId}
        aria-valuemin={0}
        aria-valuemax={model.whole}
        aria-valuenow={cursor ?? depths.written}
        aria-valuetext={reading ?? summary}
        onMouseMove={onPoint}
        onMouseLeave={() => setCursor(null)}
        // A place that stands still: read out at every tick, the edge would drown everything else.
        onFocus={() => setCursor((before) => before ?? depths.written)}
        onBlur={() => setCursor(null)}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} />
      </div>
      <p className="map-reading" aria-hidden="true">
        {reading ?? summary}
      </p>
      <p id={summaryId} className="visually-hidden">
        {`${summary} ${kept} ${words.hint}`}
      </p>
      <MapKey edge={edge !== null} front={model.front !== null} />
    </>
  );
}
