// What a page that embeds the package does, as its own code: no path into the repository, nothing but the package's entries.
import manifestFile from "aftercare/artifacts/manifest.json";
import { createProver, fetchArtifacts, parseManifest } from "aftercare/prover";

import { request } from "./request.js";

/** Makes a review proof in two workers, verifies it, and puts into the page's title how that ended. */
export async function prove() {
  try {
    const artifacts = await fetchArtifacts({
      circuit: "review",
      baseUrl: new URL("/artifacts/", location.href),
      manifest: parseManifest(manifestFile),
    });
    const prover = await createProver({ artifacts, threads: 2 });
    const proven = await prover.proveReview(request);
    const isValid = await prover.verifyReview(proven);
    await prover.close();
    document.title = isValid ? "proved" : "the proof is invalid";
  } catch (error) {
    document.title = String(error?.cause ?? error);
  }
}
