/** The part of WebAssembly that is used here; its whole type comes only with the DOM's. */
declare const WebAssembly: {
  readonly Memory: new (descriptor: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => { readonly buffer: SharedArrayBuffer };
};

const WASM_PAGE = 64 * 1024;

/**
 * Buffers that begin at a page: the memory of a WebAssembly instance does, and there is no other way to such memory in
 * Node. They are lent and given back, because such memory is costly to make.
 */
export class AlignedBuffers {
  readonly #bytes: number;
  readonly #free: Uint8Array[] = [];

  /** @param bytes of each buffer, a multiple of 64 KiB. */
  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  take(): Uint8Array {
    return this.#free.pop() ?? this.#make();
  }

  giveBack(buffer: Uint8Array): void {
    this.#free.push(buffer);
  }

  #make(): Uint8Array {
    const pages = this.#bytes / WASM_PAGE;
    return new Uint8Array(new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer);
  }
}
