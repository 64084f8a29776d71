import type { Page } from '@playwright/test';
import { dropFiles } from './app.ts';

/** Drops files on the window and adds them to a repository through the sheet, as a person does. */
export async function addByDrop(page: Page, files: readonly string[], repository: string): Promise<void> {
  await dropFiles(page, files);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Repository').fill(repository);
  await sheet.getByRole('button', { name: /^Add / }).click();
  await sheet.waitFor({ state: 'hidden' });
}

/** The row of an upload. */
export const rowOf = (page: Page, name: string) => page.locator('[data-upload]').filter({ hasText: name });

/** Presses a button of an upload's row. */
export async function pressAction(page: Page, name: string, action: 'Pause' | 'Resume' | 'Finish'): Promise<void> {
  await rowOf(page, name).getByRole('button', { name: action, exact: true }).click();
}

/** Resolves as soon as the window is told that an upload has `offset` bytes, or has all that it will get. */
export async function untilOffset(page: Page, name: string, offset: number): Promise<void> {
  await page.evaluate(
    async ([wanted, least]) => {
      const snapshot = await window.layerlift['state:snapshot']();
      const upload = snapshot.ok ? snapshot.value.uploads.find((one) => one.name === wanted) : undefined;
      if (upload === undefined) throw new Error(`no upload ${wanted}`);
      if (upload.offset >= least || upload.status.kind === 'ready') return;
      await new Promise<void>((resolve) => {
        const stop = window.layerlift.onPatch(({ uploads = [], progress = [] }) => {
          const there = [...uploads, ...progress].some((one) => one.id === upload.id && one.offset >= least);
          const ended = uploads.some((one) => one.id === upload.id && one.status.kind === 'ready');
          if (!there && !ended) return;
          stop();
          resolve();
        });
      });
    },
    [name, offset] as const,
  );
}
