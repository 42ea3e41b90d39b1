import { afterEach, describe, expect, it, vi } from "vitest";

import { loadArtifacts } from "../../../prover/artifacts/node.ts";
import {
  createProver,
  ProvingAbortedError,
  ProvingTimeoutError,
  TimeLimitOutOfRangeError,
  type EngineChoice,
  type ProvingOptions,
  type ProvingProgress,
  type ReviewProver,
} from "../../../prover/proving/index.ts";
import { SecretMismatchError } from "../../../prover/review/index.ts";
import { reviewRequest } from "../../../fixtures/review-request.ts";
import { BOTH_CIRCUITS } from "./both-circuits.ts";
import { processorTimeOf, processorTimeUntilIdle } from "./processor-time.ts";

const ENGINES: readonly (readonly [string, EngineChoice])[] = [
  ["snarkjs", { engine: "snarkjs" }],
  ["the kernel in the calling thread", { engine: "fast", threads: 1 }],
  ["the kernel on two threads", { engine: "fast", threads: 2 }],
];

/** When a proof is aborted, and the share of a whole proof's processor time that may be spent on it at most. */
const ABORTS = [
  { phase: "witness", beyond: -1, share: 0.5 },
  { phase: "proving", beyond: -1, share: 0.5 },
  // Everything has been asked of the threads by now; each ends the step that it is in.
  { phase: "proving", beyond: 0, share: 0.9 },
] as const;

/** Aborts at the first report of this phase that is beyond the fraction. */
function abortingAt(phase: ProvingProgress["phase"], beyond = -1) {
  const controller = new AbortController();
  const onProgress = (progress: ProvingProgress) => {
    if (progress.phase === phase && progress.fraction > beyond) controller.abort();
  };
  return { signal: controller.signal, onProgress };
}

/** Proofs that are measured together, so that what else the process does weighs little. */
const ROUNDS = 3;

function refuseOthers(error: unknown): void {
  if (!(error instanceof ProvingAbortedError)) throw error;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(BOTH_CIRCUITS)("a $circuit proof", ({ create }) => {
  it("whose signal is aborted already loads no key and does not prove", async () => {
    const progress: ProvingProgress[] = [];
    await using prover = await create({ onProgress: (step) => progress.push(step) });
    const [compile, instantiate] = [vi.spyOn(WebAssembly, "compile"), vi.spyOn(WebAssembly, "instantiate")];
    const signal = AbortSignal.abort("too late");
    for (const refused of [prover.prove({ signal }), prover.warmUp({ signal })]) {
      await expect(refused).rejects.toThrow(ProvingAbortedError);
      await expect(refused).rejects.toMatchObject({ cause: "too late" });
    }
    expect(await processorTimeUntilIdle()).toBeLessThan(300);
    expect(compile).not.toHaveBeenCalled();
    expect(instantiate).not.toHaveBeenCalled();
    expect(progress).toEqual([]);
  });

  describe.each(ENGINES)("of %s", (_, engine) => {
    it("stops within one step, and leaves the processor idle and the next proof as fast as ever", async () => {
      await using prover = await create(engine);
      const rounds = async (options: () => ProvingOptions) => {
        for (let round = 0; round < ROUNDS; round++) await prover.prove(options()).catch(refuseOthers);
      };
      await rounds(() => ({}));
      const whole = await processorTimeOf(() => rounds(() => ({})));
      for (const { phase, beyond, share } of ABORTS) {
        await processorTimeUntilIdle();
        const spent = await processorTimeOf(async () => {
          await rounds(() => abortingAt(phase, beyond));
          await processorTimeUntilIdle();
        });
        expect(spent).toBeLessThan(share * whole);
      }

      await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const { signal, onProgress } = abortingAt(index % 2 === 0 ? "witness" : "proving");
          await expect(prover.prove({ signal, onProgress })).rejects.toThrow(ProvingAbortedError);
        }),
      );
      // Whatever still ran for the twenty would be counted here.
      expect(await processorTimeOf(() => rounds(() => ({})))).toBeLessThan(1.5 * whole);
    });

    it("stops at its own time limit, which goes before the session's", async () => {
      await using prover = await create({ ...engine, timeLimit: 60 });
      await prover.prove();
      const whole = await processorTimeOf(() => prover.prove());
      await processorTimeUntilIdle();
      const spent = await processorTimeOf(async () => {
        const late = prover.prove({ timeLimit: 0.01 });
        await expect(late).rejects.toThrow(ProvingTimeoutError);
        await expect(late).rejects.toMatchObject({ details: { seconds: 0.01 } });
        await processorTimeUntilIdle();
      });
      expect(spent).toBeLessThan(0.8 * whole);
      await prover.prove();
    });
  });
});

describe("a key that is being loaded", () => {
  it.each(ENGINES.slice(1))("by %s is given up with the last call that waits for it", async (_, engine) => {
    await using prover = await createProver({ artifacts: await loadArtifacts("review"), ...engine });
    const whole = await processorTimeOf(() => prover.warmUp());
    await using aborted = await createProver({ artifacts: await loadArtifacts("review"), ...engine });
    await processorTimeUntilIdle();
    const spent = await processorTimeOf(async () => {
      await expect(aborted.warmUp(abortingAt("loading"))).rejects.toThrow(ProvingAbortedError);
      await processorTimeUntilIdle();
    });
    expect(spent).toBeLessThan(0.8 * whole);
    await aborted.proveReview(reviewRequest());
  });

  it("goes on for the others that wait for it, and is loaded once", async () => {
    const starts: number[] = [];
    await using prover = await createProver({
      artifacts: await loadArtifacts("review"),
      engine: "fast",
      threads: 2,
    });
    const countStarts = ({ phase, fraction }: ProvingProgress) => {
      if (phase === "loading" && fraction === 0) starts.push(fraction);
    };
    const leaving = prover.proveReview(reviewRequest(1), abortingAt("loading", 0.2));
    const staying = prover.proveReview(reviewRequest(2), { onProgress: countStarts });
    await expect(leaving).rejects.toThrow(ProvingAbortedError);
    expect(await prover.verifyReview(await staying)).toBe(true);
    expect(starts).toEqual([0]);
  });
});

describe("several proofs", () => {
  const requests = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => reviewRequest(index));

  /** How many of them were begun when the test's own calls had come to an end, and none came after it. */
  async function begunDuring(calls: (prover: ReviewProver) => Promise<void>): Promise<number> {
    let begun = 0;
    await using prover = await createProver({
      artifacts: await loadArtifacts("review"),
      engine: "fast",
      threads: 2,
      onProgress: ({ phase, fraction }) => {
        if (phase === "witness" && fraction === 0) begun++;
      },
    });
    await prover.warmUp();
    await calls(prover);
    const atTheEnd = begun;
    await processorTimeUntilIdle();
    expect(begun).toBe(atTheEnd);
    return begun;
  }

  it("begin no more after one that failed", async () => {
    const wrong = { ...requests[1]!, secret: requests[2]!.secret };
    const begun = await begunDuring(async (prover) => {
      await expect(prover.proveMany(requests.with(1, wrong))).rejects.toThrow(SecretMismatchError);
    });
    expect(begun).toBeLessThanOrEqual(1);
  });

  it("begin no more after they were aborted", async () => {
    const controller = new AbortController();
    const begun = await begunDuring(async (prover) => {
      const many = prover.proveMany(requests, {
        signal: controller.signal,
        onProgress: ({ fraction }) => {
          if (fraction > 0) controller.abort("enough");
        },
      });
      await expect(many).rejects.toThrow(ProvingAbortedError);
      await expect(many).rejects.toMatchObject({ cause: "enough" });
    });
    expect(begun).toBeLessThanOrEqual(3);
  });
});

describe("a time limit", () => {
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 86_401])(
    "of %d seconds is refused",
    async (timeLimit) => {
      const artifacts = await loadArtifacts("review");
      await expect(createProver({ artifacts, timeLimit })).rejects.toThrow(TimeLimitOutOfRangeError);
      await using prover = await createProver({ artifacts });
      await expect(prover.proveReview(reviewRequest(), { timeLimit })).rejects.toThrow(
        TimeLimitOutOfRangeError,
      );
      await expect(prover.warmUp({ timeLimit })).rejects.toThrow(TimeLimitOutOfRangeError);
    },
  );
});
