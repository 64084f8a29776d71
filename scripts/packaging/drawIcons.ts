import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';

/** Edges in pixels: the folders of the hicolor theme, and the largest that macOS asks for. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;

/** The sizes inside the icon of Windows; a side is told in one byte there, so 256 is the most. */
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;

/** The entries inside the icon of macOS, by the codes that `iconutil` gives to these sizes. */
const ICNS_ENTRIES = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/** The largest icon that Linux desktops look for. */
const LINUX_MAX = 512;

/**
 * Draws all icons of the app from one drawing. The same drawing gives the same bytes everywhere: the renderer is
 * WebAssembly and uses no fonts.
 * @returns the bytes by file name, relative to the folder of the packaging's resources.
 */
export async function drawIcons(svg: string): Promise<ReadonlyMap<string, Uint8Array>> {
  await start();
  const drawn = new Map<number, Uint8Array>(SIZES.map((size) => [size, draw(svg, size)]));
  const at = (size: number): Uint8Array => {
    const png = drawn.get(size);
    if (png === undefined) throw new Error(`no icon of ${size} pixels was drawn`);
    return png;
  };
  const ico = new IconIco();
  for (const size of ICO_SIZES) await ico.addFromPng(at(size), true, true);
  const icns = new IconIcns();
  for (const [code, size] of ICNS_ENTRIES) await icns.addFromPng(at(size), [code], true);
  return new Map<string, Uint8Array>([
    ...SIZES.filter((size) => size <= LINUX_MAX).map((size) => [`icons/${size}x${size}.png`, at(size)] as const),
    ['icon.ico', ico.encode()],
    ['icon.icns', icns.encode()],
  ]);
}

let started: Promise<void> | null = null;

/** The renderer can be loaded once in a process. */
function start(): Promise<void> {
  started ??= fs
    .readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'))
    .then((wasm) => initWasm(wasm));
  return started;
}

function draw(svg: string, size: number): Uint8Array {
  const renderer = new Resvg(svg, { fitTo: { mode: 'width', value: size } });
  const image = renderer.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    renderer.free();
  }
}
