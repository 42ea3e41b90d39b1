import { groth16 } from "snarkjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ClaimArtifacts } from "../../../prover/artifacts/index.ts";
import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  claimSignal,
  claimSignalsOf,
  CoverageNotInTreeError,
  verifyClaim,
  type ClaimProof,
} from "../../../prover/claim/index.ts";
import {
  createChallenge,
  InvalidChallengeError,
  verifyDisclosure,
} from "../../../prover/disclosure/index.ts";
import { holdWorkers, releaseWorkers } from "../../../prover/groth16/workers.ts";
import {
  createProver,
  ProverClosedError,
  ProvingAbortedError,
  ProvingFailedError,
  type ClaimProver,
  type EngineChoice,
  type ProvingProgress,
} from "../../../prover/proving/index.ts";
import { claimRequest, CONTENT, SECRET } from "../../../fixtures/claim-request.ts";
import { claimKnowledge, NULLIFIER, SCOPE } from "../disclosure/claimed-surgery.ts";
import { proveRecord } from "./prove-record.ts";

const NOW = 1_800_000_000;

const CHALLENGE = createChallenge({
  chainId: 31_337n,
  insurer: "0x00000000000000000000000000000000000000dd",
  scope: SCOPE,
  nullifier: NULLIFIER,
  fields: ["procedure", "complicationGrade"],
  expiry: NOW + 3_600,
});

const ENGINES: readonly (readonly [string, EngineChoice])[] = [
  ["snarkjs", { engine: "snarkjs" }],
  ["the kernel in the calling thread", { engine: "fast", threads: 1 }],
  ["the kernel on two threads", { engine: "fast", threads: 2 }],
];

let artifacts: ClaimArtifacts;

beforeAll(async () => {
  artifacts = await loadArtifacts("claim");
});

/** snarkjs's own verdict, which shares no code with the kernel. */
async function holdsForSnarkjs({ proof, statement }: ClaimProof): Promise<boolean> {
  const holder = {};
  await holdWorkers(holder);
  try {
    const signals = claimSignalsOf(statement).map(String);
    return await groth16.verify(artifacts.verificationKey, signals, proof as never);
  } finally {
    await releaseWorkers(holder);
  }
}

describe.each(ENGINES)("%s", (_, engine) => {
  let prover: ClaimProver;

  beforeAll(async () => {
    prover = await createProver({ artifacts, ...engine });
  });

  afterAll(() => prover.close());

  it("proves claims that hold, for snarkjs too, and that are new each time", async () => {
    const [first, second] = [
      await prover.proveClaim(claimRequest()),
      await prover.proveClaim(claimRequest()),
    ];
    expect(first.statement).toEqual(second.statement);
    expect(first.statement.signal).toBe(claimSignal(CONTENT));
    for (const part of ["pi_a", "pi_b", "pi_c"] as const) {
      expect(first.proof[part]).not.toEqual(second.proof[part]);
    }
    for (const claim of [first, second]) {
      expect(await prover.verifyClaim(claim)).toBe(true);
      expect(await verifyClaim(claim.proof, claim.statement, artifacts.verificationKey)).toBe(true);
      expect(await holdsForSnarkjs(claim)).toBe(true);
    }
  });

  it("answers an insurer's challenge in the same session", async () => {
    const disclosure = await prover.proveDisclosure({ ...claimKnowledge(), challenge: CHALLENGE, now: NOW });
    const received = { receivedAt: NOW };
    expect(await prover.verifyDisclosure(disclosure, CHALLENGE, received)).toEqual({ valid: true });
    expect(await verifyDisclosure(disclosure, CHALLENGE, received, artifacts.verificationKey)).toEqual({
      valid: true,
    });
    const forged = { ...disclosure, coverageRoot: disclosure.coverageRoot + 1n };
    expect(await prover.verifyDisclosure(forged, CHALLENGE, received)).toEqual({
      valid: false,
      flaw: "proof",
    });
  });

  it("tells each phase of each, and how much of it is done", async () => {
    const prove = {
      claim: (onProgress: (step: ProvingProgress) => void) =>
        prover.proveClaim(claimRequest(), { onProgress }),
      disclosure: (onProgress: (step: ProvingProgress) => void) =>
        prover.proveDisclosure({ ...claimKnowledge(), challenge: CHALLENGE, now: NOW }, { onProgress }),
    };
    await prover.warmUp();
    for (const kind of ["claim", "disclosure"] as const) {
      const progress: ProvingProgress[] = [];
      await prove[kind]((step) => progress.push(step));
      expect([...new Set(progress.map(({ phase }) => phase))]).toEqual(["witness", "proving"]);
      for (const phase of ["witness", "proving"] as const) {
        const fractions = progress.filter((step) => step.phase === phase).map(({ fraction }) => fraction);
        expect(fractions).toEqual(fractions.toSorted((left, right) => left - right));
        expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
      }
    }
  });

  it("stops a disclosure at the caller's signal, and proves again", async () => {
    const controller = new AbortController();
    const stopped = prover.proveDisclosure(
      { ...claimKnowledge(), challenge: CHALLENGE, now: NOW },
      { signal: controller.signal, onProgress: () => controller.abort("enough") },
    );
    await expect(stopped).rejects.toThrow(ProvingAbortedError);
    await expect(stopped).rejects.toMatchObject({ cause: "enough" });
    expect(await prover.verifyClaim(await prover.proveClaim(claimRequest()))).toBe(true);
  });
});

describe("a request", () => {
  it("is refused by name before any proving", async () => {
    await using idle = await createProver({ artifacts: { ...artifacts, wasm: new Uint8Array() } });
    await expect(idle.proveClaim(claimRequest())).rejects.toThrow(ProvingFailedError);
    const { coverage } = claimRequest({ secret: SECRET + 1n });
    await expect(idle.proveClaim({ ...claimRequest(), coverage })).rejects.toThrow(CoverageNotInTreeError);
    const challenge = { ...CHALLENGE, insurer: "nobody" };
    await expect(idle.proveDisclosure({ ...claimKnowledge(), challenge, now: NOW })).rejects.toThrow(
      InvalidChallengeError,
    );
  });

  it("is not read again once proving has begun", async () => {
    await using prover = await createProver({ artifacts });
    const request = structuredClone(claimRequest());
    const proving = prover.proveClaim(request);
    request.path.positions.fill(3);
    (request.record.fields as bigint[]).fill(1n);
    expect(await prover.verifyClaim(await proving)).toBe(true);
  });

  it("can be bound to another signal than a claim's by who writes a client of her own", async () => {
    const { content: _, ...knowledge } = claimRequest();
    const opened = await proveRecord(knowledge, 0xd15c105en, artifacts);
    expect(opened.statement.signal).toBe(0xd15c105en);
    expect(await verifyClaim(opened.proof, opened.statement, artifacts.verificationKey)).toBe(true);
  });

  it("comes too late for a prover that is closed", async () => {
    const prover = await createProver({ artifacts });
    await prover.close();
    await expect(prover.proveClaim(claimRequest())).rejects.toThrow(ProverClosedError);
    const late = prover.proveDisclosure({ ...claimKnowledge(), challenge: CHALLENGE, now: NOW });
    await expect(late).rejects.toThrow(ProverClosedError);
  });
});
