import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { BATCH_MAX, SCHEMAS } from '../../electron/ipc/schemas.ts';
import { appFolders, launchApp, snapshotOf, waitForUpload } from '../support/app.ts';
import { hostileArguments } from '../support/hostileArguments.ts';
import { addByDrop, limitRate, MIB, makeLayer, makeSparse, untilOffset, uploadOf } from '../support/journey.ts';

test.setTimeout(120_000);

/** Taken by the preload script without arguments, whatever the page says; `test/ipc/attacks.test.ts` says it to main. */
const WITHOUT_ARGUMENTS = Object.entries(SCHEMAS)
  .filter(([, schema]) => schema.safeParse([]).success)
  .map(([name]) => name);

test('every command refuses what is not of its form, and nothing changes', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  // What comes by itself after a start has come before anything is tried.
  await expect.poll(async () => (await snapshotOf(page)).store.state.kind).toBe('open');
  await expect.poll(async () => (await snapshotOf(page)).catalog.state).toBe('read');
  await expect.poll(async () => (await snapshotOf(page)).digester.backend).not.toBe('');
  const before = await snapshotOf(page);
  const commands = Object.keys(SCHEMAS).filter((name) => ![...WITHOUT_ARGUMENTS, 'files:inspect'].includes(name));
  // Made in the page: not everything that is odd could be handed to it.
  await page.evaluate(`globalThis.hostile = (${hostileArguments.toString()})(${BATCH_MAX}); null`);
  const { tried, taken } = await page.evaluate(async (names) => {
    const { hostile: all } = globalThis as unknown as { hostile: unknown[][] };
    const api = window.layerlift as unknown as Record<string, (...args: unknown[]) => Promise<Answer>>;
    type Answer = { ok: boolean; error?: { code: string } };
    const said: string[] = [];
    let count = 0;
    for (const name of names) {
      for (const args of all) {
        count += 1;
        // What the bridge itself refuses never reaches main; an odd value of that kind is refused all the same.
        const answer = await Promise.resolve()
          .then(() => api[name]?.(...args))
          .catch(() => null);
        if (answer == null || (!answer.ok && answer.error?.code === 'IPC_ARGUMENT')) continue;
        said.push(`${name} ${typeof args[0]} ${String(answer.ok)} ${answer.error?.code ?? ''}`);
      }
    }
    return { tried: count, taken: said };
  }, commands);
  process.stdout.write(`attacks on commands: ${tried}\n`);
  expect(tried).toBeGreaterThan(800);
  // What has the right form by chance names an upload that is not there and has no story, no digest, no setting, or a
  // repository that nothing is read of.
  const harmless =
    /^(uploads:\w+ string false (UPLOAD_UNKNOWN|DIGEST_INVALID)|uploads:story string true |settings:change object true |catalog:refresh (object|string) true )$/;
  expect(taken.filter((line) => !harmless.test(line))).toEqual([]);
  const after = await snapshotOf(page);
  expect({ ...after, seq: 0, store: 0 }).toEqual({ ...before, seq: 0, store: 0 });
  expect(await app.electron.evaluate(() => 'polluted' in {})).toBe(false);
  expect(app.output()).not.toContain('uncaught exception');
});

test('a token is good once: a replayed command adds nothing', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const layer = await makeLayer(folders, 'once.tar', 5, 100_000);
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'attack';
    document.body.append(input);
  });
  await page.locator('#attack').setInputFiles(layer.path);
  const outcomes = await page.evaluate(async () => {
    const { files } = document.querySelector<HTMLInputElement>('#attack') ?? {};
    const inspected = await window.layerlift.inspectFiles([...(files ?? [])]);
    if (!inspected.ok) throw new Error(inspected.error.code);
    const items = inspected.value.candidates.map(({ token }) => ({ token, digest: null, repository: null }));
    const request = { repository: 'library/once', finishBySelf: false, items };
    const all = await Promise.all([1, 2, 3].map(() => window.layerlift['uploads:add'](request)));
    all.push(await window.layerlift['uploads:add'](request));
    return all.map((answer) => (answer.ok ? (answer.value[0]?.error?.code ?? 'added') : answer.error.code));
  });
  expect(outcomes.filter((code) => code === 'added')).toHaveLength(1);
  expect((await snapshotOf(page)).uploads).toHaveLength(1);
  await waitForUpload(page, 'once.tar', 'ready');
});

test('commands in every order, many times over, leave an upload whole', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const source = await makeSparse(folders, 'storm.tar', 512 * MIB);
  await limitRate(page, 32 * MIB);
  await addByDrop(page, [source.path], 'library/storm');
  await untilOffset(page, 'storm.tar', 8 * MIB);
  const { id } = await uploadOf(page, 'storm.tar');
  const codes = await page.evaluate(async (upload) => {
    const names = ['uploads:pause', 'uploads:resume', 'uploads:finish', 'uploads:verify', 'uploads:renew'] as const;
    const calls = Array.from({ length: 200 }, (_, at) => window.layerlift[names[(at * 7) % names.length] ?? names[0]]);
    const answers = await Promise.all(calls.map((call) => call([upload])));
    return [
      ...new Set(answers.map((answer) => (answer.ok ? (answer.value[0]?.error?.code ?? '') : answer.error.code))),
    ];
  }, id);
  // Each is done, or refused because it makes no sense by then.
  expect(codes.filter((code) => !['', 'UPLOAD_STATE', 'UPLOAD_INCOMPLETE', 'CANCELLED'].includes(code))).toEqual([]);
  await page.evaluate((upload) => window.layerlift['uploads:cancel']([upload]), id);
  await waitForUpload(page, 'storm.tar', 'cancelled');
  const repository = path.join(folders.store, 'docker/registry/v2/repositories/library/storm/_uploads');
  expect(await fs.readdir(repository)).toEqual([]);
});

test('frames inside the page, and other windows, have no way to give a command', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const found = await page.evaluate(async () => {
    const apis: string[] = [];
    for (const [name, value] of [
      ['srcdoc', '<script>parent.stolen = 1</script>'],
      ['src', 'about:blank'],
      ['src', 'app://layerlift/index.html'],
      ['src', 'data:text/html,<script>parent.stolen = 1</script>'],
      ['src', 'https://example.org/'],
    ] as const) {
      const frame = document.createElement('iframe');
      frame.setAttribute(name, value);
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
      try {
        apis.push(typeof (frame.contentWindow as unknown as { layerlift?: unknown } | null)?.layerlift);
      } catch {
        // Another origin: out of reach, and without a preload script.
        apis.push('out of reach');
      }
    }
    return { apis, stolen: 'stolen' in globalThis };
  });
  expect(found.apis.filter((api) => !['undefined', 'out of reach'].includes(api))).toEqual([]);
  expect(found.stolen).toBe(false);

  const answers = await app.electron.evaluate(
    async ({ BrowserWindow, app: electronApp }, names) => {
      const preload = `${electronApp.getAppPath()}/out/preload/preload.cjs`;
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      await stranger.loadURL('app://layerlift/index.html');
      const script = `Promise.all(${JSON.stringify(names)}.map(async (name) => (await window.layerlift[name]()).error?.code))`;
      const codes: unknown = await stranger.webContents.executeJavaScript(script);
      stranger.destroy();
      return codes;
    },
    Object.keys(SCHEMAS).filter((name) => name !== 'files:inspect'),
  );
  expect(new Set(answers as string[])).toEqual(new Set(['IPC_FORBIDDEN']));
});
