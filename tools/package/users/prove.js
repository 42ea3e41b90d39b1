// What a program for Node that embeds the package does: no path into the repository, nothing but the package's entries.
import { createProver } from "aftercare/prover";
import { loadArtifacts } from "aftercare/prover/node";

import { request } from "./request.js";

/** Makes a review proof and verifies it; whether it is valid. */
export async function prove(options = { threads: 2 }) {
  const prover = await createProver({ artifacts: await loadArtifacts("review"), ...options });
  try {
    return await prover.verifyReview(await prover.proveReview(request));
  } finally {
    await prover.close();
  }
}
