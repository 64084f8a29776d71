import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseRecord,
  type RecordedPhase,
  type SourceIdentity,
  serializeRecord,
  type UploadRecord,
} from '../../../electron/engine/layers/uploadRecord.ts';
import { ALGORITHMS, DIGEST_SIZES, type Digest, digestFromBytes, EMPTY_DIGEST } from '../../../shared/digest.ts';
import { ERROR_CODES } from '../../../shared/errors.ts';
import { parseRepositoryName } from '../../../shared/names.ts';

const digest: fc.Arbitrary<Digest> = fc
  .constantFrom(...ALGORITHMS)
  .chain((algorithm) =>
    fc
      .uint8Array({ minLength: DIGEST_SIZES[algorithm], maxLength: DIGEST_SIZES[algorithm] })
      .map((bytes) => digestFromBytes(algorithm, bytes)),
  );

const error = fc.record({
  code: fc.constantFrom(...ERROR_CODES),
  message: fc.string({ unit: 'binary' }),
  details: fc.constantFrom({}, { path: '/x', free: 0, known: true, digest: null }),
  causes: fc.array(fc.string(), { maxLength: 3 }),
});

const phase: fc.Arbitrary<RecordedPhase> = fc.oneof(
  fc.constant({ kind: 'moving' as const }),
  fc.record({
    kind: fc.constant('paused' as const),
    reason: fc.constantFrom('person' as const, 'quit' as const, 'trouble' as const),
    error: fc.option(error),
  }),
  fc.record({ kind: fc.constant('complete' as const), mismatch: fc.option(digest) }),
  fc.record(
    { kind: fc.constant('finishing' as const), digest, size: fc.maxSafeNat(), replaces: fc.constant(true as const) },
    { requiredKeys: ['kind', 'digest', 'size'] },
  ),
);

const source: fc.Arbitrary<SourceIdentity> = fc.record({
  path: fc.string({ unit: 'binary' }).map((rest) => `/${rest}`),
  size: fc.maxSafeNat(),
  mtimeNs: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  device: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  inode: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
});

const record: fc.Arbitrary<UploadRecord> = fc.record({
  repository: fc.constantFrom('a', 'library/ubuntu', 'x.y/z--0').map(parseRepositoryName),
  name: fc.string({ unit: 'binary' }),
  source: fc.option(source),
  expected: fc.option(digest),
  finishBySelf: fc.boolean(),
  createdAt: fc.maxSafeNat().map((ms) => ms % 8.64e15),
  phase,
});

const [sample] = fc.sample(record, { numRuns: 1, seed: 1 }) as [UploadRecord];

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** A record as it stands in its file, to be spoilt. */
const whole = {
  version: 1,
  repository: 'library/ubuntu',
  name: 'layer.tar',
  source: { path: '/x/layer.tar', size: 100, mtimeNs: '1795000000000000001', device: '2049', inode: '12' },
  expected: EMPTY_DIGEST,
  finishBySelf: true,
  createdAt: 1_795_000_000_000,
  phase: { kind: 'moving' },
};

describe('an upload record', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(record, (written) => {
        expect(parseRecord(serializeRecord(written))).toEqual(written);
      }),
    );
  });

  it('is read from its plain form', () => {
    const { version: _, ...fields } = whole;
    expect(parseRecord(encode(whole))).toEqual(fields);
  });

  it.each([
    '2026 layers.tar',
    `it's "quoted".tar`,
    'line\nbreak.tar',
    'ein Stück 🐳.tar',
    'שכבה‮rtl.tar',
    '\ud800lone.tar',
    '',
  ])('keeps the name %j', (name) => {
    const { version: _, ...fields } = whole;
    const written = { ...fields, name, source: { ...fields.source, path: `/x/${name}` } } as UploadRecord;
    expect(parseRecord(serializeRecord(written))).toEqual(written);
  });

  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    version: [0, 2, '1', null],
    repository: ['', 'Foo', '../x', 'a//b', 7, null, ['a']],
    name: [7, null, ['a'], {}],
    source: [7, 'x', [], {}, true],
    expected: ['', 'sha256:a', EMPTY_DIGEST.toUpperCase(), 7, {}],
    finishBySelf: [0, 1, 'true', null],
    createdAt: [-1, 0.5, '0', null, 8.64e15 + 1, 2 ** 53, 1e300],
    phase: [null, 'moving', [], {}, { kind: 'found' }, { kind: 7 }],
  };

  it.each(Object.keys(wrong))('is nothing without its %s, or with a wrong one', (field) => {
    const { [field]: _, ...rest } = { ...whole } as Record<string, unknown>;
    expect(parseRecord(encode(rest))).toBeNull();
    for (const value of wrong[field] ?? []) expect(parseRecord(encode({ ...whole, [field]: value }))).toBeNull();
  });

  const wrongSource: Readonly<Record<string, readonly unknown[]>> = {
    path: ['', 'layer.tar', './layer.tar', '../layer.tar', 7, null],
    size: [-1, 0.5, '100', null, 2 ** 53],
    mtimeNs: ['', '1.5', '0x1', '1e9', ' 1', '1\n', '1'.repeat(21), 1, null],
    device: ['', 'x', 1, null],
    inode: ['', 'x', 1, null],
  };

  it.each(Object.keys(wrongSource))('is nothing without its source’s %s, or with a wrong one', (field) => {
    const { [field]: _, ...rest } = { ...whole.source } as Record<string, unknown>;
    expect(parseRecord(encode({ ...whole, source: rest }))).toBeNull();
    for (const value of wrongSource[field] ?? []) {
      expect(parseRecord(encode({ ...whole, source: { ...whole.source, [field]: value } }))).toBeNull();
    }
  });

  it.each([
    { kind: 'paused' },
    { kind: 'paused', error: null },
    { kind: 'paused', reason: 'because', error: null },
    { kind: 'complete' },
    { kind: 'complete', mismatch: 'sha256:a' },
    { kind: 'complete', mismatch: 7 },
    { kind: 'finishing' },
    { kind: 'finishing', digest: EMPTY_DIGEST },
    { kind: 'finishing', size: 0 },
    { kind: 'finishing', digest: null, size: 0 },
    { kind: 'finishing', digest: EMPTY_DIGEST, size: -1 },
    { kind: 'finishing', digest: EMPTY_DIGEST, size: '0' },
    { kind: 'finishing', digest: EMPTY_DIGEST, size: 0, replaces: false },
    { kind: 'finishing', digest: EMPTY_DIGEST, size: 0, replaces: null },
  ])('is nothing in the phase %j', (damaged) => {
    expect(parseRecord(encode({ ...whole, phase: damaged }))).toBeNull();
  });

  it.each([undefined, 7, {}, { code: 'OF_ANOTHER_VERSION', message: '', details: {}, causes: [] }])(
    'loses only its error when that is %j',
    (damaged) => {
      const phase = { kind: 'paused', reason: 'trouble', error: damaged };
      expect(parseRecord(encode({ ...whole, phase }))).toMatchObject({
        name: 'layer.tar',
        phase: { kind: 'paused', reason: 'trouble', error: null },
      });
    },
  );

  it.each([
    '',
    'null',
    '[]',
    '7',
    '"x"',
    '{}',
    '{',
    JSON.stringify(whole).slice(0, -1),
    `${JSON.stringify(whole)}}`,
    `[${JSON.stringify(whole)}]`,
  ])('is nothing when its file says %s', (text) => {
    expect(parseRecord(new TextEncoder().encode(text))).toBeNull();
  });

  it('is nothing when its file is not UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify(whole));
    bytes[bytes.indexOf('layer.tar')] = 0xff;
    expect(parseRecord(bytes)).toBeNull();
  });

  it('is nothing when a crash cut it off anywhere', () => {
    const bytes = serializeRecord(sample);
    for (let length = 0; length < bytes.length - 1; length += 1) {
      expect(parseRecord(bytes.subarray(0, length))).toBeNull();
    }
  });

  it('never throws, and what it takes it would write the same', () => {
    const stable = (bytes: Uint8Array): void => {
      const parsed = parseRecord(bytes);
      if (parsed !== null) expect(parseRecord(serializeRecord(parsed))).toEqual(parsed);
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), stable));
    fc.assert(fc.property(fc.jsonValue(), (value) => stable(encode(value))));
    const spoilt = fc.tuple(fc.constantFrom(...Object.keys(whole)), fc.jsonValue());
    fc.assert(fc.property(spoilt, ([field, value]) => stable(encode({ ...whole, [field]: value }))));
    const flipped = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(record, flipped, (written, [index, bits]) => {
        const bytes = serializeRecord(written);
        bytes[index % bytes.length] = (bytes[index % bytes.length] ?? 0) ^ bits;
        stable(bytes);
      }),
    );
  });
});
