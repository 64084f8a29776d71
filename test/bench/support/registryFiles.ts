import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';

/** Uploads files to a registry one after another over one connection that is kept alive. Resolves to ms. */
export async function filesToRegistry(files: readonly string[], root: string): Promise<number> {
  await using registry = await startDockerRegistry(root);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });
  try {
    const startedAt = performance.now();
    for (const file of files) {
      const bytes = fs.readFileSync(file);
      const digest = createHash('sha256').update(bytes).digest('hex');
      const { headers } = await send(agent, 'POST', `${registry.url}/v2/bench/layers/blobs/uploads/`, 202);
      await send(agent, 'PUT', `${headers.location}&digest=sha256:${digest}`, 201, bytes);
    }
    return performance.now() - startedAt;
  } finally {
    agent.destroy();
  }
}

async function send(
  agent: http.Agent,
  method: string,
  url: string,
  expected: number,
  body: Uint8Array = new Uint8Array(),
): Promise<http.IncomingMessage> {
  return await new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': body.length };
    const request = http.request(url, { method, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === expected) resolve(response);
        else reject(new Error(`${method} ${url}: ${response.statusCode}`));
      });
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}
