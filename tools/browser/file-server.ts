import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

export interface ServedFile {
  /** From the server's root, with a leading slash. */
  readonly path: string;
  readonly content: Buffer;
}

export interface FileServerOptions {
  /** Where the files below a path are, as in `{ "/": "dist" }`; the longest path that fits counts. */
  readonly folders: Readonly<Record<string, string>>;
  /** The Content-Security-Policy that a file is served with. A worker is under its own script's, not under its page's. */
  readonly policyOf: (file: ServedFile) => string;
  /** Sees each request for a file first; true if it has answered. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, file: ServedFile) => boolean;
}

export interface FileServer extends AsyncDisposable {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves folders on a free port of this machine, to this machine alone. */
export async function serveFiles({ folders, policyOf, intercept }: FileServerOptions): Promise<FileServer> {
  const prefixes = Object.keys(folders).toSorted((left, right) => right.length - left.length);
  const read = (path: string): Promise<Buffer | undefined> => {
    const prefix = prefixes.find((candidate) => path.startsWith(candidate));
    if (prefix === undefined) return Promise.resolve(undefined);
    return readFile(join(folders[prefix]!, path.slice(prefix.length))).catch(() => undefined);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = normalize(new URL(request.url ?? "/", "http://page").pathname);
    const path = asked.endsWith("/") ? `${asked}index.html` : asked;
    const content = await read(path);
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const file = { path, content };
    if (intercept?.(request, response, file) === true) return;
    response
      .writeHead(200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        "content-length": content.length,
        "content-security-policy": policyOf(file),
      })
      .end(content);
  };
  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
