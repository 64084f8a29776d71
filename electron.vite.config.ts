import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** kB. Nothing is downloaded at a start; what is larger than this has come in by mistake. */
const CHUNK_LIMIT = { chunkSizeWarningLimit: 600 };

const at = (relative: string): string => path.resolve(import.meta.dirname, relative);

/**
 * Targets name the oldest runtime that we test on (Electron 33: Node 20.18, Chromium 130), because the bundler
 * would otherwise derive them from the newest Electron it knows.
 * Native packages stay outside the bundles; everything else goes in, so that the app carries no node_modules tree.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20.18',
      ...CHUNK_LIMIT,
      externalizeDeps: { exclude: ['chokidar', 'electron-updater', 'fzstd', 'hash-wasm', 'tar', 'zod'] },
      rolldownOptions: {
        input: {
          entry: at('electron/entry.ts'),
          transferWorker: at('electron/worker/transferWorker.ts'),
          catalogWorker: at('electron/worker/catalogWorker.ts'),
          contentsWorker: at('electron/worker/contentsWorker.ts'),
          cli: at('electron/cli/cli.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      rolldownOptions: {
        input: { preload: at('electron/preload.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      target: 'chrome130',
      minify: true,
      ...CHUNK_LIMIT,
      modulePreload: { polyfill: false },
      // Inlined assets would need a looser content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
