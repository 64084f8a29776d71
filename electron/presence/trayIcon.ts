/** A rectangle of the app's sign on a grid of 16: x, y, width, height. */
type Bar = readonly [number, number, number, number];

/** Three layers, each deeper one wider, as `renderer/ui/LayersMark.tsx` draws them. */
const BARS: readonly Bar[] = [
  [4, 2, 8, 3],
  [2.5, 6.5, 11, 3],
  [1, 11, 14, 3],
];

const GRID = 16;

/** The sign in one colour, as raw BGRA with straight rows: what `nativeImage.createFromBitmap` takes. */
export function trayBitmap(size: number, [red, green, blue]: readonly [number, number, number]): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const scale = size / GRID;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const alpha = BARS.reduce(
        (sum, [left, top, width, height]) =>
          sum + covered(x, left * scale, width * scale) * covered(y, top * scale, height * scale),
        0,
      );
      // Premultiplied: colours are scaled by the share of the pixel that is covered.
      pixels.set([blue * alpha, green * alpha, red * alpha, 255 * alpha].map(Math.round), (y * size + x) * 4);
    }
  }
  return pixels;
}

/** How much of the pixel from `at` to `at + 1` lies within a stretch, 0 to 1. */
function covered(at: number, start: number, length: number): number {
  return Math.max(0, Math.min(at + 1, start + length) - Math.max(at, start));
}
