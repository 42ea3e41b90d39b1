import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  ArtifactHashMismatchError,
  ArtifactMissingError,
  ArtifactSizeMismatchError,
  fetchArtifacts,
  MalformedManifestError,
  UnknownCircuitError,
  type ArtifactManifest,
} from "../../prover/artifacts/index.ts";
import { loadArtifacts, loadManifest, loadVerificationKey } from "../../prover/artifacts/node.ts";

const COMMITTED = fileURLToPath(new URL("../../circuits/artifacts", import.meta.url));

let directory: string;

async function fetchReview(baseUrl: string, manifest: ArtifactManifest) {
  return fetchArtifacts({ circuit: "review", baseUrl, manifest });
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "artifacts-"));
  await cp(COMMITTED, directory, { recursive: true });
});

afterEach(() => rm(directory, { recursive: true }));

async function fileOf(artifact: "wasm" | "zkey" | "verificationKey") {
  const { path, sha256, bytes } = (await loadManifest(directory)).circuits.review.files[artifact];
  return { file: join(directory, path), path, sha256, bytes };
}

async function flipOneBit(file: string): Promise<void> {
  const content = await readFile(file);
  const middle = content.length >> 1;
  content[middle] = content[middle]! ^ 1;
  await writeFile(file, content);
}

describe("the committed artifacts", () => {
  it("load, and say which ceremony they come from", async () => {
    const { review } = (await loadManifest()).circuits;
    const artifacts = await loadArtifacts("review");
    expect(artifacts.ceremony).toBe(review.ceremony);
    expect(artifacts.zkey).toHaveLength(review.files.zkey.bytes);
    expect(artifacts.wasm).toHaveLength(review.files.wasm.bytes);
    expect(artifacts.verificationKey.nPublic).toBe(6);
    expect(review.constraints).toBeLessThanOrEqual(4_096);
  });

  it.each(["review", "claim"] as const)("say that they are those of the %s circuit", async (circuit) => {
    expect((await loadArtifacts(circuit)).circuit).toBe(circuit);
  });

  it.each(["", "reviews", "toString", undefined])("are not loaded by the name %o", async (name) => {
    const circuit = name as "review";
    const manifest = await loadManifest();
    const baseUrl = "http://127.0.0.1:1/";
    await expect(loadArtifacts(circuit)).rejects.toThrow(UnknownCircuitError);
    await expect(loadVerificationKey(circuit)).rejects.toThrow('Name "review" or "claim"');
    await expect(fetchArtifacts({ circuit, baseUrl, manifest })).rejects.toThrow(UnknownCircuitError);
  });
});

describe.each(["wasm", "zkey", "verificationKey"] as const)("the %s", (artifact) => {
  it("is refused when one bit of it has changed", async () => {
    const { file, path, sha256 } = await fileOf(artifact);
    await flipOneBit(file);
    const error = await loadArtifacts("review", directory).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ArtifactHashMismatchError);
    expect(error).toMatchObject({ details: { file: path, expected: sha256 } });
    expect((error as ArtifactHashMismatchError).details.actual).toMatch(/^[0-9a-f]{64}$/);
    expect((error as ArtifactHashMismatchError).details.actual).not.toBe(sha256);
  });

  it("is refused when it is cut short", async () => {
    const { file, bytes } = await fileOf(artifact);
    await truncate(file, bytes - 1);
    await expect(loadArtifacts("review", directory)).rejects.toThrow(ArtifactSizeMismatchError);
  });

  it("is reported when it is missing", async () => {
    const { file, path } = await fileOf(artifact);
    await rm(file);
    const loading = loadArtifacts("review", directory);
    await expect(loading).rejects.toThrow(ArtifactMissingError);
    await expect(loading).rejects.toThrow(path);
  });
});

describe("the manifest", () => {
  it("is reported when it is missing or no JSON", async () => {
    await writeFile(join(directory, "manifest.json"), "{");
    await expect(loadArtifacts("review", directory)).rejects.toThrow(MalformedManifestError);
    await rm(join(directory, "manifest.json"));
    await expect(loadArtifacts("review", directory)).rejects.toThrow(ArtifactMissingError);
  });
});

describe("in a browser, artifacts", () => {
  let server: Server;
  let baseUrl: string;

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url!.startsWith("/keys/page/")) {
        response.setHeader("content-type", "text/html; charset=utf-8").end("<!doctype html>");
        return;
      }
      readFile(join(directory, request.url!.replace(/^\/keys/, ""))).then(
        (content) => response.end(content),
        () => response.writeHead(404).end("not here"),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("are the same as from files, with or without a slash after the address", async () => {
    const manifest = await loadManifest();
    const loaded = await loadArtifacts("review");
    for (const address of [baseUrl, `${baseUrl}/`]) {
      const fetched = await fetchReview(address, manifest);
      expect(Buffer.compare(fetched.wasm, loaded.wasm)).toBe(0);
      expect(Buffer.compare(fetched.zkey, loaded.zkey)).toBe(0);
      expect(fetched.verificationKey).toEqual(loaded.verificationKey);
      expect(fetched.ceremony).toBe(loaded.ceremony);
      expect(fetched.circuit).toBe("review");
    }
  });

  it("are held to the caller's manifest, whatever the server's says", async () => {
    const manifest = await loadManifest();
    const { file } = await fileOf("wasm");
    await flipOneBit(file);
    await writeFile(join(directory, "manifest.json"), "{}");
    await expect(fetchReview(baseUrl, manifest)).rejects.toThrow(ArtifactHashMismatchError);
  });

  it("come from the network where the page may keep nothing, as in some private windows", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    try {
      const refused = () => Promise.reject(new DOMException("The operation is insecure.", "SecurityError"));
      vi.stubGlobal("caches", { open: refused });
      const fetched = await fetchReview(baseUrl, await loadManifest());
      expect(fetched.circuit).toBe("review");
      vi.runAllTimers();
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).not.toHaveBeenCalled();
    } finally {
      process.off("unhandledRejection", unhandled);
      vi.unstubAllGlobals();
      vi.useRealTimers();
    }
  });

  it("leave no timer behind that keeps a process alive, where there is no cache to keep them in", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    await fetchReview(baseUrl, await loadManifest());
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it("are reported missing, not foreign, when a page comes in their place", async () => {
    const error = await fetchReview(`${baseUrl}/page/`, await loadManifest()).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ArtifactMissingError);
    expect((error as Error).cause).toMatch(/^a page in its place, at http:.*\/keys\/page\/review\/review\./);
  });

  it("are reported when the server does not have them or does not answer", async () => {
    const manifest = await loadManifest();
    await expect(fetchReview(`${baseUrl}/elsewhere`, manifest)).rejects.toThrow(ArtifactMissingError);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(fetchReview(baseUrl, manifest)).rejects.toThrow(ArtifactMissingError);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
});
