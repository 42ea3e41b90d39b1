import type { CircuitName } from "../../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  createProver,
  type Prover,
  type ProvingOptions,
  type SessionOptions,
} from "../../../prover/proving/index.ts";
import { claimRequest } from "../../../fixtures/claim-request.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";

type Options = Omit<SessionOptions<CircuitName>, "artifacts">;

/** A session of either circuit, with one request that holds. */
export interface AnyProver extends Prover<CircuitName> {
  prove(options?: ProvingOptions): Promise<unknown>;
}

/** What has to hold of sessions, whatever they prove. */
export const BOTH_CIRCUITS: readonly {
  readonly circuit: CircuitName;
  readonly create: (options?: Options) => Promise<AnyProver>;
}[] = [
  {
    circuit: "review",
    create: async (options) => {
      const prover = await createProver({ artifacts: await loadArtifacts("review"), ...options });
      return { ...prover, prove: (options) => prover.proveReview(reviewRequest(), options) };
    },
  },
  {
    circuit: "claim",
    create: async (options) => {
      const prover = await createProver({ artifacts: await loadArtifacts("claim"), ...options });
      return { ...prover, prove: (options) => prover.proveClaim(claimRequest(), options) };
    },
  },
];
