import { expect, test } from '@playwright/test';
import { shortDigest } from '../../shared/format.ts';
import { appFolders, launchApp, waitForRow, waitForUpload } from '../support/app.ts';
import { addByDrop, cancelUpload, expectFinished, MIB, makeLayer, pressAction, rowOf } from '../support/journey.ts';
import { digestOf } from '../support/layers.ts';

test.setTimeout(120_000);

const WRONG = digestOf(new TextEncoder().encode('something else'));

test('keeps the data of a layer with another digest than expected, until a person decides', async () => {
  await using folders = await appFolders();
  const [corrected, verified, cancelled, accepted] = await Promise.all(
    ['corrected.tar', 'verified.tar', 'cancelled.tar', 'accepted.tar'].map((name, index) =>
      makeLayer(folders, name, 20 + index, 4 * MIB),
    ),
  );
  if (!corrected || !verified || !cancelled || !accepted) throw new Error('no layers');
  await using app = await launchApp(folders);
  const { page } = app;
  for (const { name, path, digest } of [corrected, verified, cancelled, accepted]) {
    await addByDrop(page, [path], 'library/digests', { digest: WRONG, finishBySelf: name === accepted.name });
    const upload = await waitForUpload(page, name, 'mismatch');
    expect(upload.status).toEqual({ kind: 'mismatch', expected: WRONG, actual: digest });
    expect(upload.checkpointed).toBe(4 * MIB);
    const row = rowOf(page, name);
    await expect(row).toContainText('Digest does not match');
    await expect(row).toContainText(
      `Expected ${shortDigest(WRONG)}, the bytes have ${shortDigest(digest)}. The data stays until you decide.`,
    );
  }

  const dialog = page.getByRole('dialog');
  await pressAction(page, corrected.name, 'Choose…');
  await expect(dialog).toContainText(WRONG);
  await expect(dialog).toContainText(corrected.digest);
  const field = dialog.getByLabel('Or expect another digest');
  await field.fill(corrected.digest.toUpperCase());
  await expect(dialog).toContainText('A digest has no capital letters');
  await expect(dialog.getByRole('button', { name: 'Use this digest' })).toBeDisabled();
  await field.fill(corrected.digest);
  await dialog.getByRole('button', { name: 'Use this digest' }).click();
  await waitForRow(page, corrected.name, 'ready');
  await pressAction(page, corrected.name, 'Finish');
  await expectFinished(folders, await waitForUpload(page, corrected.name, 'finished'), corrected.digest);

  await pressAction(page, verified.name, 'Choose…');
  await dialog.getByRole('button', { name: 'Verify again in full' }).click();
  // It is hashed again from the first byte, and its bytes are still other ones.
  await waitForUpload(page, verified.name, ({ status, rehashed }) => status.kind === 'mismatch' && rehashed !== null);
  await waitForRow(page, verified.name, 'mismatch');

  await pressAction(page, cancelled.name, 'Choose…');
  await dialog.getByRole('button', { name: 'Cancel upload…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel upload', exact: true }).click();
  await waitForRow(page, cancelled.name, 'cancelled');

  await pressAction(page, accepted.name, 'Choose…');
  await dialog.getByRole('button', { name: 'Accept what the bytes have' }).click();
  await waitForRow(page, accepted.name, 'ready');

  await cancelUpload(page, verified.name);
  await waitForRow(page, verified.name, 'cancelled');
  expect(app.complaints).toEqual([]);
});

test('remembers a mismatch over a restart', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'wrong.tar', 30, 4 * MIB);
  const first = await launchApp(folders);
  await addByDrop(first.page, [layer.path], 'library/digests', { digest: WRONG });
  await waitForUpload(first.page, layer.name, 'mismatch');
  await first.kill();
  await using second = await launchApp(folders);
  const upload = await waitForUpload(second.page, layer.name, 'mismatch');
  expect(upload.status).toEqual({ kind: 'mismatch', expected: WRONG, actual: layer.digest });
});
