import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';

/** Where a registry listens and what it signs with; a `DockerRegistry` is one. */
export interface RegistryAddress {
  readonly url: string;
  readonly secret: string;
}

/** An upload as the registry's HTTP names it. */
export interface UploadName {
  readonly repository: string;
  readonly id: string;
}

/** An answer that is not the one asked for. */
export class RegistryRefusal extends Error {
  override readonly name = 'RegistryRefusal';
  readonly status: number;
  readonly body: string;

  constructor(request: string, status: number, body: string) {
    super(`${request}: ${status} ${body}`);
    this.status = status;
    this.body = body;
  }
}

/** Begins an upload. `location` is where its first bytes go. */
export async function startUpload(
  registry: RegistryAddress,
  repository: string,
): Promise<{ readonly id: string; readonly location: string }> {
  const response = await request(202, 'POST', `${registry.url}/v2/${repository}/blobs/uploads/`);
  return { id: header(response, 'docker-upload-uuid'), location: header(response, 'location') };
}

/** Appends bytes to an upload; resolves to the location of what comes next. */
export async function patchUpload(location: string, body: Uint8Array | Readable): Promise<string> {
  const response = await request(202, 'PATCH', location, body);
  return header(response, 'location');
}

/** Finishes an upload; resolves to the digest under which the registry stored it. */
export async function putDigest(location: string, digest: string): Promise<string> {
  const url = new URL(location);
  url.searchParams.set('digest', digest);
  return header(await request(201, 'PUT', url.href), 'docker-content-digest');
}

/** Reads a blob to its end, keeping none of it. */
export async function fetchBlob(
  registry: RegistryAddress,
  repository: string,
  digest: string,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const url = `${registry.url}/v2/${repository}/blobs/${digest}`;
  const response = await fetch(url);
  if (response.status !== 200) throw await refusal('GET', url, response);
  const hash = createHash('sha256');
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    hash.update(part.value);
    size += part.value.length;
  }
  return { size, sha256: `sha256:${hash.digest('hex')}` };
}

/**
 * The location of an upload whose data are `offset` bytes, with the `_state` token that the registry itself would
 * have given out: the HMAC-SHA256 of a JSON text under `http.secret`, then the text, in padded base64url
 * (distribution 2.8, registry/handlers/hmac.go). This is how an upload that was begun on disk goes on over HTTP.
 */
export function uploadLocation(registry: RegistryAddress, { repository, id }: UploadName, offset: number): string {
  const text = Buffer.from(JSON.stringify({ Name: repository, UUID: id, Offset: offset }));
  const mac = createHmac('sha256', registry.secret).update(text).digest();
  const token = Buffer.concat([mac, text]).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  return `${registry.url}/v2/${repository}/blobs/uploads/${id}?_state=${encodeURIComponent(token)}`;
}

async function request(
  expected: number,
  method: string,
  url: string,
  body: Uint8Array | Readable | null = null,
): Promise<Response> {
  // `duplex` is what fetch wants to hear before it streams a body; its DOM type does not know of it.
  const init: RequestInit & { duplex: 'half' } = { method, duplex: 'half' };
  if (body !== null) init.headers = { 'Content-Type': 'application/octet-stream' };
  if (body instanceof Readable) init.body = Readable.toWeb(body) as ReadableStream;
  else if (body !== null) init.body = Uint8Array.from(body);
  const response = await fetch(url, init);
  if (response.status !== expected) throw await refusal(method, url, response);
  await response.arrayBuffer();
  return response;
}

async function refusal(method: string, url: string, response: Response): Promise<RegistryRefusal> {
  return new RegistryRefusal(`${method} ${url}`, response.status, await response.text());
}

function header(response: Response, name: string): string {
  const value = response.headers.get(name);
  if (value === null) throw new Error(`no ${name} in the answer`);
  return value;
}
