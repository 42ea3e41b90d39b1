import type { ArtifactCache } from "./cache.ts";
import { ArtifactMissingError } from "./check.ts";
import type { ArtifactFile } from "../../circuits/manifest.ts";

// A connection that breaks is taken up again this often before the download is given up.
const ATTEMPTS = 4;

const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;

export interface DownloadOptions {
  readonly cache: ArtifactCache | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called with the bytes of the file that are there. */
  readonly onBytes: (received: number) => void;
}

/** Bytes as they come in, with room for the whole file. */
class Received {
  #content: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(expectedBytes: number) {
    this.#content = new Uint8Array(expectedBytes);
  }

  get length(): number {
    return this.#length;
  }

  get content(): Uint8Array<ArrayBuffer> {
    return this.#content.subarray(0, this.#length);
  }

  restart(): void {
    this.#length = 0;
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#content.length) {
      const larger = new Uint8Array(length);
      larger.set(this.content);
      this.#content = larger;
    }
    this.#content.set(bytes, this.#length);
    this.#length = length;
  }
}

/**
 * Downloads one file, from where an earlier download was cut off. The content is not checked yet.
 *
 * @throws ArtifactMissingError, and the signal's reason if it aborts.
 */
export async function download(
  url: URL,
  file: ArtifactFile,
  options: DownloadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const received = new Received(file.bytes);
  const beginning = await options.cache?.readBeginning(file);
  if (beginning !== undefined && beginning.length < file.bytes) received.append(beginning);
  for (let attempt = 1; ; attempt++) {
    try {
      await receive(url, file, received, options);
      return received.content;
    } catch (cause) {
      if (received.length > 0) await options.cache?.writeBeginning(file, received.content);
      options.signal?.throwIfAborted();
      if (cause instanceof ArtifactMissingError || attempt === ATTEMPTS) {
        throw cause instanceof ArtifactMissingError ? cause : new ArtifactMissingError(file.path, { cause });
      }
    }
  }
}

/** Asks for what is missing, and takes in what comes. */
async function receive(
  url: URL,
  file: ArtifactFile,
  received: Received,
  { signal, onBytes }: DownloadOptions,
): Promise<void> {
  const response = await fetch(url, {
    ...(signal && { signal }),
    headers: received.length > 0 ? { range: `bytes=${received.length}-` } : {},
  });
  if (response.status === RANGE_NOT_SATISFIABLE) {
    received.restart();
    throw new RangeError("The server has less of the file than was downloaded before.");
  }
  if (!response.ok) throw new ArtifactMissingError(file.path, { cause: `HTTP status ${response.status}` });
  // Servers of pages with one address answer with the page to every address that they do not know.
  if (response.headers.get("content-type")?.startsWith("text/html") === true) {
    await response.body?.cancel();
    throw new ArtifactMissingError(file.path, { cause: `a page in its place, at ${url.href}` });
  }
  // A server that knows no ranges sends the whole file again.
  if (response.status !== PARTIAL_CONTENT) received.restart();
  onBytes(received.length);
  if (response.body === null) return;
  for await (const chunk of chunksOf(response.body)) {
    received.append(chunk);
    onBytes(received.length);
    // Longer than it should be: the check of its size says so; there is no use in reading on.
    if (received.length > file.bytes) return;
  }
}

/** Streams can be iterated over in Node, but not in every browser. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) yield chunk.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
