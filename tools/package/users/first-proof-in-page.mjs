// From a page's first byte to a proof that is verified, as a page makes it that embeds the package.
import manifest from "aftercare/artifacts/manifest.json";
import { createProver, fetchArtifacts, parseManifest } from "aftercare/prover";

import { circuit, request } from "./task.js";

const artifacts = fetchArtifacts({
  circuit,
  baseUrl: new URL("/artifacts/", location.href),
  manifest: parseManifest(manifest),
});
const prover = await createProver({ artifacts, engine: "fast", threads: 2 });
const proofs = Number(new URLSearchParams(location.search).get("proofs") ?? 1);
for (let proof = 0; proof < proofs; proof++) {
  // Neither returns a proof that it has not verified.
  await (circuit === "review" ? prover.proveReview(request) : prover.proveClaim(request));
}
globalThis.verifiedAfter = performance.now();
await prover.close();
