// From nothing to a proof that is verified, as a program makes it that embeds the package.
import { createProver } from "aftercare/prover";
import { loadArtifacts } from "aftercare/prover/node";

import { circuit, request } from "./task.js";

const prover = await createProver({ artifacts: loadArtifacts(circuit), engine: "fast", threads: 2 });
// Neither returns a proof that it has not verified.
await (circuit === "review" ? prover.proveReview(request) : prover.proveClaim(request));
console.log("verified");
await prover.close();
