import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "vite";

const ARTIFACTS = fileURLToPath(new URL("../../circuits/artifacts", import.meta.url));
const ENTRY = fileURLToPath(new URL("page.ts", import.meta.url));

/** Allows the page's own scripts, workers and WebAssembly, and nothing else. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A page with the prover in it, bundled as an application would, and the artifacts beside it under /artifacts. */
export interface PageServer extends AsyncDisposable {
  readonly url: string;
  /** The Content-Security-Policy of pages served from now on. */
  policy: string;
  /** Sees each request for an artifact first; true if it has answered. */
  intercept: ((request: IncomingMessage, response: ServerResponse, file: Buffer) => boolean) | undefined;
  close(): Promise<void>;
}

async function bundle(directory: string): Promise<void> {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "error",
    base: "/",
    worker: { format: "es" },
    build: {
      outDir: directory,
      target: "esnext",
      modulePreload: false,
      rolldownOptions: { input: ENTRY, output: { entryFileNames: "page.js" } },
    },
  });
}

const HTML =
  '<!doctype html><meta charset="utf-8"><title>prover</title><script type="module" src="/page.js"></script>';

/** Bundles the page and serves it on a free port of this machine. */
export async function servePage(): Promise<PageServer> {
  const directory = await mkdtemp(join(tmpdir(), "prover-page-"));
  await bundle(directory);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = normalize(new URL(request.url ?? "/", "http://page").pathname);
    if (path === "/") {
      response
        .writeHead(200, { "content-type": "text/html", "content-security-policy": server.policy })
        .end(HTML);
      return;
    }
    const isArtifact = path.startsWith("/artifacts/");
    const file = await readFile(
      isArtifact ? join(ARTIFACTS, path.slice("/artifacts/".length)) : join(directory, path),
    ).catch(() => undefined);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (isArtifact && server.intercept?.(request, response, file) === true) return;
    // A worker is under its own script's policy, not under its page's.
    response
      .writeHead(200, {
        "content-type": TYPES[extname(path)] ?? "application/octet-stream",
        "content-length": file.length,
        "content-security-policy": server.policy,
      })
      .end(file);
  };
  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));

  const close = async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await rm(directory, { recursive: true });
  };
  const server: PageServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    policy: STRICT_POLICY,
    intercept: undefined,
    close,
    [Symbol.asyncDispose]: close,
  };
  return server;
}
