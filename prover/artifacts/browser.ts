import { ArtifactMissingError, checkArtifacts, type ReviewArtifacts } from "./check.ts";
import type { ArtifactManifest, CircuitName } from "./manifest.ts";

async function download(url: URL, path: string): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new ArtifactMissingError(path, { cause });
  }
  if (!response.ok) throw new ArtifactMissingError(path, { cause: `HTTP status ${response.status}` });
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Downloads a circuit's artifacts and checks them against a manifest.
 *
 * @param baseUrl Directory of the artifacts, absolute.
 * @param manifest Built into the caller's own code, never fetched from the same server: whoever can replace
 * the files there could replace their hashes too.
 * @throws ArtifactMissingError and the errors of checkArtifacts
 */
export async function fetchArtifacts(
  baseUrl: string | URL,
  manifest: ArtifactManifest,
  circuit: CircuitName = "review",
): Promise<ReviewArtifacts> {
  const { files } = manifest.circuits[circuit];
  const base = new URL(baseUrl);
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const get = ({ path }: { path: string }) => download(new URL(path, base), path);
  const [wasm, zkey, verificationKey] = await Promise.all([
    get(files.wasm),
    get(files.zkey),
    get(files.verificationKey),
  ]);
  return checkArtifacts(manifest.circuits[circuit], { wasm, zkey, verificationKey });
}
