import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "vite";

import { serveFiles } from "./file-server.ts";

const ARTIFACTS = fileURLToPath(new URL("../../circuits/artifacts", import.meta.url));
const ENTRY = fileURLToPath(new URL("page.ts", import.meta.url));

/** Allows the page's own scripts, workers and WebAssembly, and nothing else. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

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
  await writeFile(join(directory, "index.html"), HTML);
  const files = await serveFiles({
    folders: { "/": directory, "/artifacts/": ARTIFACTS },
    policyOf: () => server.policy,
    intercept: (request, response, { path, content }) =>
      path.startsWith("/artifacts/") && server.intercept?.(request, response, content) === true,
  });
  const close = async () => {
    await files.close();
    await rm(directory, { recursive: true });
  };
  const server: PageServer = {
    url: files.url,
    policy: STRICT_POLICY,
    intercept: undefined,
    close,
    [Symbol.asyncDispose]: close,
  };
  return server;
}
