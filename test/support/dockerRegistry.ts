import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A real registry (Debian's `docker-registry`, distribution 2.8) that serves a store on 127.0.0.1. */
export interface DockerRegistry extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Signs the `_state` tokens of uploads. */
  readonly secret: string;
  readonly pid: number;
  /** Ends it with SIGTERM, and with SIGKILL if that takes too long. */
  stop(): Promise<void>;
  /** Ends it at once with SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

const SECRET = 'a secret that only tests know';
const READY_MS = 15_000;
const POLL_MS = 20;
const STOP_MS = 5_000;
const PORT_ATTEMPTS = 3;

/**
 * Serves the store whose root folder is `root` and resolves once `GET /v2/` answers 200. Descriptors are not cached,
 * so that what a test changes on disk is seen; uploads are not purged. Start it again on the same root, with the same
 * secret, to play a restart.
 * @throws Error when the program is not installed, or ends before it is ready, with what it wrote to stderr.
 */
export async function startDockerRegistry(root: string, secret: string = SECRET): Promise<DockerRegistry> {
  const folder = await mkdtemp(join(tmpdir(), 'layerlift-registry-'));
  try {
    // The port is free when it is drawn, not when it is used: another process may be faster.
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const config = join(folder, 'config.yml');
      await writeFile(config, registryConfiguration(root, port, secret));
      const registry = new RegistryProcess(folder, config, port, secret);
      try {
        await registry.ready();
        return registry;
      } catch (error) {
        await registry.end('SIGKILL');
        if (attempt >= PORT_ATTEMPTS || !registry.stderr.includes('address already in use')) throw error;
      }
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

class RegistryProcess implements DockerRegistry {
  readonly url: string;
  readonly secret: string;
  stderr = '';
  readonly #folder: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #spawnError: Error | null = null;
  readonly #killWithParent = (): void => {
    this.#child.kill('SIGKILL');
  };

  constructor(folder: string, config: string, port: number, secret: string) {
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    this.secret = secret;
    this.#child = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-10_000);
    });
    this.#ended = once(this.#child, 'close').catch((error: unknown) => {
      this.#spawnError = error instanceof Error ? error : new Error(String(error));
    });
    process.once('exit', this.#killWithParent);
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('docker-registry did not start', { cause: this.#spawnError });
    return pid;
  }

  async ready(): Promise<void> {
    let running = true;
    const ended = this.#ended.then(() => {
      running = false;
    });
    const deadline = Date.now() + READY_MS;
    while (running && Date.now() < deadline) {
      if (await this.#answers()) return;
      await Promise.race([ended, delay(POLL_MS)]);
    }
    if (this.#spawnError !== null) {
      throw new Error('docker-registry cannot be run: install the Debian package docker-registry', {
        cause: this.#spawnError,
      });
    }
    throw new Error(`docker-registry ${running ? 'does not answer' : 'ended at once'}: ${this.stderr}`);
  }

  async #answers(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/v2/`);
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      // Not listening yet: `ready` asks again until its deadline.
      return false;
    }
  }

  /** Sends `signal` and resolves when the process is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    process.removeListener('exit', this.#killWithParent);
    this.#child.kill(signal);
    const tooLong = new AbortController();
    const killed = delay(STOP_MS, undefined, { signal: tooLong.signal }).then(
      () => this.#child.kill('SIGKILL'),
      () => false,
    );
    await this.#ended;
    tooLong.abort();
    await killed;
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** The registry's configuration for a store. JSON is YAML too, and quotes any path. */
export function registryConfiguration(root: string, port: number, secret: string): string {
  return JSON.stringify({
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: root },
      delete: { enabled: true },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: { addr: `127.0.0.1:${port}`, secret },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
