import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Digester, DigesterFactory, HashState } from '../../../electron/engine/digest/digester.ts';
import { selfTest } from '../../../electron/engine/digest/selfTest.ts';
import { createWasmDigesterFactory } from '../../../electron/engine/digest/wasmDigester.ts';
import type { Algorithm, Digest } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';

/** A digester that is right until a subclass plants a fault in it. */
class Delegate implements Digester {
  protected readonly inner: Digester;

  constructor(inner: Digester) {
    this.inner = inner;
  }

  get algorithm(): Algorithm {
    return this.inner.algorithm;
  }

  get length(): number {
    return this.inner.length;
  }

  update(chunk: Uint8Array): void {
    this.inner.update(chunk);
  }

  digest(): Digest {
    return this.inner.digest();
  }

  saveState(): HashState {
    return this.inner.saveState();
  }

  restoreState(state: HashState): void {
    this.inner.restoreState(state);
  }

  reset(): void {
    this.inner.reset();
  }
}

class CountsIn32Bits extends Delegate {
  override restoreState(state: HashState): void {
    super.restoreState({ ...state, length: state.length % 2 ** 32 });
  }
}

class LosesTheTail extends Delegate {
  override saveState(): HashState {
    const state = super.saveState();
    return { ...state, tail: new Uint8Array(state.tail.length) };
  }
}

class EndsWithItsDigest extends Delegate {
  override digest(): Digest {
    const digest = super.digest();
    this.inner.reset();
    return digest;
  }
}

class MiscountsItsLength extends Delegate {
  #restored = 0;

  override get length(): number {
    return this.inner.length - this.#restored;
  }

  override restoreState(state: HashState): void {
    super.restoreState(state);
    this.#restored = state.length;
  }
}

class DropsTheLastByte extends Delegate {
  override update(chunk: Uint8Array): void {
    super.update(chunk.length % 64 === 1 ? chunk.subarray(0, -1) : chunk);
  }
}

class KnowsNoAbc extends Delegate {
  override update(chunk: Uint8Array): void {
    super.update(Buffer.from(chunk).toString() === 'abc' ? Buffer.from('abd') : chunk);
  }
}

/** What one party has hashed of a message, in bytes of it. */
interface Segment {
  readonly backend: string;
  readonly algorithm: Algorithm;
  readonly start: number;
  readonly bytes: number;
  readonly end: number;
}

/** Writes down what it is given. */
class Recorder extends Delegate {
  readonly #backend: string;
  readonly #seen: Segment[];

  constructor(inner: Digester, backend: string, seen: Segment[]) {
    super(inner);
    this.#backend = backend;
    this.#seen = seen;
  }

  override update(chunk: Uint8Array): void {
    const { algorithm, length: start } = this;
    super.update(chunk);
    this.#seen.push({ backend: this.#backend, algorithm, start, bytes: chunk.length, end: this.length });
  }
}

const nodeDigest = (algorithm: Algorithm, text: string): string =>
  `${algorithm}:${createHash(algorithm).update(text).digest('hex')}`;

async function faulty(Fault: new (inner: Digester) => Digester, only?: Algorithm): Promise<DigesterFactory> {
  const sound = await createWasmDigesterFactory();
  return {
    backend: 'faulty',
    create: async (algorithm) => {
      const digester = await sound.create(algorithm);
      return only === undefined || only === algorithm ? new Fault(digester) : digester;
    },
  };
}

const failure = expect.objectContaining({
  code: 'INTERNAL',
  details: expect.objectContaining({ reason: 'self-test', backend: 'faulty' }),
});

describe('the self-test', () => {
  it('accepts a sound back end, alone and beside another', async () => {
    const [first, second] = [await createWasmDigesterFactory(), await createWasmDigesterFactory()];
    for (let run = 0; run < 20; run += 1) {
      await expect(selfTest(first)).resolves.toBeUndefined();
      await expect(selfTest(first, second)).resolves.toBeUndefined();
    }
  });

  it.each([
    ['counts in 32 bits', CountsIn32Bits],
    ['ends with its digest', EndsWithItsDigest],
    ['miscounts its length', MiscountsItsLength],
    ['loses the tail', LosesTheTail],
  ])('refuses a back end that %s, always', async (_, Fault) => {
    for (let run = 0; run < 5; run += 1) await expect(selfTest(await faulty(Fault))).rejects.toEqual(failure);
  });

  it('tells which known answer was missed, by whom, and what came instead', async () => {
    const refused = { reason: 'self-test', check: 'known answer', backend: 'faulty', message: 'abc' };
    await expect(selfTest(await faulty(KnowsNoAbc))).rejects.toMatchObject({
      details: { ...refused, actual: nodeDigest('sha256', 'abd'), expected: nodeDigest('sha256', 'abc') },
    });
    await expect(selfTest(await faulty(CountsIn32Bits))).rejects.toMatchObject({
      details: { reason: 'self-test', check: 'long length', backend: 'faulty' },
    });
  });

  it('tells of a hand-over all that repeats it', async () => {
    const thrown: unknown = await selfTest(await faulty(MiscountsItsLength)).catch((error: unknown) => error);
    if (!hasCode(thrown, 'INTERNAL')) throw thrown;
    const { check, backend, message, cuts, actual, expected } = thrown.details;
    expect([check, backend]).toEqual(['hand-over', 'faulty']);
    const ends = String(cuts).split(',').map(Number);
    expect(ends.at(-1)).toBe(String(message).length / 2);
    expect(ends).toContain(expected);
    expect(actual).not.toBe(expected);
  });

  it('hands messages of all lengths over between both, anywhere and most of all at the edges of blocks', async () => {
    const seen: Segment[] = [];
    const recording = async (backend: string): Promise<DigesterFactory> => {
      const sound = await createWasmDigesterFactory();
      return { backend, create: async (algorithm) => new Recorder(await sound.create(algorithm), backend, seen) };
    };
    const [first, second] = [await recording('first'), await recording('second')];
    for (let run = 0; run < 40; run += 1) await selfTest(first, second);
    const sha256 = seen.filter(({ algorithm, end }) => algorithm === 'sha256' && end < 2 ** 32);
    const of = (accept: (segment: Segment) => boolean): number => sha256.filter(accept).length;
    // Both work at the messages, not only at the known answers, of which each is asked 40 times 3.
    for (const backend of ['first', 'second']) expect(of((at) => at.backend === backend)).toBeGreaterThan(200);
    const ends = sha256.filter(({ end }) => end > 64);
    const at = (place: number): number => ends.filter(({ end }) => end % 64 === place).length;
    const elsewhere =
      Array.from({ length: 61 }, (_, index) => at(index + 2)).reduce((sum, count) => sum + count, 0) / 61;
    expect(elsewhere).toBeGreaterThan(1);
    for (const place of [63, 0, 1]) expect(at(place)).toBeGreaterThan(3 * elsewhere);
    expect(Math.max(...sha256.map(({ end }) => end))).toSatisfy((longest) => longest > 5 * 64 && longest < 6 * 64);
    expect(of(({ bytes }) => bytes === 0)).toBeGreaterThan(0);
  });

  it('finds a fault of one algorithm, and one that only the other back end has', async () => {
    const sound = await createWasmDigesterFactory();
    await expect(selfTest(await faulty(CountsIn32Bits, 'sha384'))).rejects.toEqual(failure);
    await expect(selfTest(sound, await faulty(CountsIn32Bits, 'sha512'))).rejects.toEqual(failure);
  });

  it('finds a fault that needs a certain length before long', async () => {
    const fault = await faulty(DropsTheLastByte);
    const runs = async (): Promise<void> => {
      for (let run = 0; run < 50; run += 1) await selfTest(fault);
    };
    await expect(runs()).rejects.toEqual(failure);
  });
});
