import { describe, expect, it } from 'vitest';
import type { Digester, DigesterFactory, HashState } from '../../../electron/engine/digest/digester.ts';
import { selfTest } from '../../../electron/engine/digest/selfTest.ts';
import { createWasmDigesterFactory } from '../../../electron/engine/digest/wasmDigester.ts';
import type { Algorithm, Digest } from '../../../shared/digest.ts';

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

  it.each([CountsIn32Bits, EndsWithItsDigest, MiscountsItsLength, LosesTheTail])(
    'refuses a back end with a fault, always: %o',
    async (Fault) => {
      for (let run = 0; run < 5; run += 1) await expect(selfTest(await faulty(Fault))).rejects.toThrow(/self-test/);
      await expect(selfTest(await faulty(Fault))).rejects.toEqual(failure);
    },
  );

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
