/** What the demo measured. Sizes and offsets in bytes. */
export interface DemoReport {
  /** The blob has the source's digest, by an independent implementation. */
  readonly ok: boolean;
  readonly bytes: number;
  /** Of the last stretch, which runs at full speed; what comes before is slowed down, so that it can be caught. */
  readonly mibPerSecond: number;
  readonly killedAtOffset: number;
  /** The checkpoint that the resume went on from. */
  readonly checkpointOffset: number;
  readonly rehashedBytes: number;
  readonly copiedTwiceBytes: number;
  readonly finishMs: number;
  readonly digest: string;
  readonly blobPath: string;
  /** Folder of the screenshots. */
  readonly screenshots: string;
}

const MIB = 1024 ** 2;
const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;

/** Prints a table for people, or one line of JSON as the last one on standard output. */
export function printReport(report: DemoReport, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  const rows: readonly (readonly [string, string])[] = [
    ['Bytes', `${report.bytes} (${mib(report.bytes)})`],
    ['Speed, last stretch', `${Math.round(report.mibPerSecond)} MiB/s`],
    ['Killed at', mib(report.killedAtOffset)],
    ['Came back from checkpoint', mib(report.checkpointOffset)],
    ['Hashed again', mib(report.rehashedBytes)],
    ['Copied twice', mib(report.copiedTwiceBytes)],
    ['Time to finish', `${report.finishMs.toFixed(1)} ms`],
    ['Digest', report.digest],
    ['Checked independently', report.ok ? 'the blob has that digest' : 'THE BLOB HAS ANOTHER DIGEST'],
    ['Blob', report.blobPath],
    ['Screenshots', report.screenshots],
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  process.stdout.write(`\n${rows.map(([label, value]) => label.padEnd(width) + value).join('\n')}\n`);
}
