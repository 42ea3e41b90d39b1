import type { ArtifactFile, ArtifactManifest, CircuitName } from "../../circuits/manifest.ts";
import { openArtifactCache } from "./cache.ts";
import { checkFile, circuitIn, readArtifacts, type ArtifactsOf } from "./check.ts";
import { download } from "./download.ts";
import { startPairing } from "../groth16/pairing/pairing.ts";

const KEPT_AFTER_MILLISECONDS = 1_500;

export interface FetchArtifactsOptions<Circuit extends CircuitName> {
  readonly circuit: Circuit;
  /** Directory of the artifacts, absolute. */
  readonly baseUrl: string | URL;
  /**
   * Built into the caller's own code, never fetched from the same server: whoever can replace the files there could
   * replace their hashes too.
   */
  readonly manifest: ArtifactManifest;
  /** Ends the download; what has arrived is kept for the next one. */
  readonly signal?: AbortSignal;
  /** Called with the bytes that are there and the bytes that there will be, of all files together. */
  readonly onProgress?: (progress: { readonly received: number; readonly total: number }) => void;
}

/**
 * Downloads a circuit's artifacts and checks them against a manifest.
 *
 * In a browser they are kept with their hashes: later visits take them from the cache and need no network, and a
 * download that was cut off goes on where it ended. What comes from the cache is checked like what comes from the network.
 *
 * @throws ArtifactMissingError, the errors of checkArtifacts, and the signal's reason
 */
export async function fetchArtifacts<Circuit extends CircuitName>({
  circuit,
  baseUrl,
  manifest,
  signal,
  onProgress,
}: FetchArtifactsOptions<Circuit>): Promise<ArtifactsOf<Circuit>> {
  const { files } = circuitIn(manifest, circuit);
  const base = new URL(baseUrl);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const cache = openArtifactCache(base);

  const total = files.wasm.bytes + files.zkey.bytes + files.verificationKey.bytes;
  const received = new Map<ArtifactFile, number>();
  const count = (file: ArtifactFile, bytes: number) => {
    received.set(file, Math.min(bytes, file.bytes));
    onProgress?.({ received: [...received.values()].reduce((sum, part) => sum + part, 0), total });
  };

  const get = async (file: ArtifactFile): Promise<Uint8Array> => {
    const kept = await cache?.read(file);
    if (kept !== undefined) {
      if (await isIntact(file, kept)) {
        count(file, kept.length);
        return kept;
      }
      await cache?.remove(file);
    }
    const content = await download(new URL(file.path, base), file, {
      cache,
      signal,
      onBytes: (bytes) => count(file, bytes),
    });
    try {
      await checkFile(file, content);
    } catch (error) {
      // A wrong beginning would spoil every later download, and a wrong file must not be kept at all.
      await cache?.remove(file);
      throw error;
    }
    // The proof at hand needs the processor and the disk; that the file is kept, only the next visit needs.
    if (cache !== undefined) setTimeout(() => void cache.write(file, content), KEPT_AFTER_MILLISECONDS);
    return content;
  };
  const [wasm, zkey, verificationKey] = await Promise.all([
    get(files.wasm),
    get(files.zkey),
    get(files.verificationKey),
    // So that a page whose artifacts are there needs nothing more from the network. What is wrong with it shows when it is used.
    startPairing().catch(() => undefined),
  ]);
  return readArtifacts({ circuit, manifest, files: { wasm, zkey, verificationKey } });
}

function isIntact(file: ArtifactFile, content: Uint8Array): Promise<boolean> {
  return checkFile(file, content).then(
    () => true,
    () => false,
  );
}
