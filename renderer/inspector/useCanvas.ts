import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { type Palette, paletteOf } from './palette.ts';

/** A canvas to paint on, in CSS pixels; `scale` device pixels are one of them. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels */
  readonly width: number;
  /** CSS pixels */
  readonly height: number;
  readonly scale: number;
  readonly palette: Palette;
}

/** What makes colours change without any news from main. */
const APPEARANCE = ['(prefers-color-scheme: dark)', '(forced-colors: active)'] as const;

/**
 * Keeps a canvas painted: at most once a frame, whenever its component renders, its size or its screen's scale
 * changes, or the colours do. One device pixel is one pixel of the canvas at any scale.
 */
export function useCanvas(paint: (surface: Surface) => void): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(paint);
  const frame = useRef<number | null>(null);

  const paintNow = useCallback(() => {
    const element = canvas.current;
    const context = element?.getContext('2d') ?? null;
    if (element === null || context === null || element.clientWidth === 0) return;
    const scale = element.width / element.clientWidth;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const size = { width: element.clientWidth, height: element.height / scale };
    context.clearRect(0, 0, size.width, size.height);
    latest.current({ context, ...size, scale, palette: paletteOf(element) });
  }, []);
  const schedule = useCallback(() => {
    frame.current ??= requestAnimationFrame(() => {
      frame.current = null;
      paintNow();
    });
  }, [paintNow]);

  useLayoutEffect(() => {
    latest.current = paint;
    schedule();
  });

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const sized = new ResizeObserver(([entry]) => {
      const box = entry?.devicePixelContentBoxSize?.[0];
      if (box === undefined) return;
      element.width = box.inlineSize;
      element.height = box.blockSize;
      // A new size clears it: not a frame without a picture.
      paintNow();
    });
    sized.observe(element, { box: 'device-pixel-content-box' });
    const themed = new MutationObserver(schedule);
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-contrast'] });
    const queries = APPEARANCE.map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', schedule);
    return () => {
      sized.disconnect();
      themed.disconnect();
      for (const query of queries) query.removeEventListener('change', schedule);
      if (frame.current !== null) cancelAnimationFrame(frame.current);
      frame.current = null;
    };
  }, [paintNow, schedule]);

  return canvas;
}
