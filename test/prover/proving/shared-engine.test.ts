import { describe, expect, it } from "vitest";

import type { EngineRun, ProvingEngine } from "../../../prover/groth16/engine.ts";
import { SharedEngine } from "../../../prover/proving/shared-engine.ts";

/** An engine of which one sees whether it was ended. */
class Probe implements ProvingEngine {
  ended = 0;

  load(): Promise<void> {
    return Promise.resolve();
  }

  prove(): never {
    throw new Error("Nothing is proved here.");
  }

  end(): Promise<void> {
    this.ended++;
    return Promise.resolve();
  }
}

const run = (signal: AbortSignal): EngineRun => ({ signal, progress: () => {} });

/** Lets everything that is due happen. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("a shared engine", () => {
  it("is ended where its start succeeds though everyone who waited for it has left", async () => {
    const probe = new Probe();
    let succeed = (_engine: ProvingEngine): void => {};
    const shared = new SharedEngine(() => new Promise((resolve) => (succeed = resolve)));
    const leaving = new AbortController();
    const left = shared.get(run(leaving.signal));
    await settled();
    leaving.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    succeed(probe);
    await settled();
    expect(probe.ended).toBe(1);
  });

  it("is kept for whoever still waits for it", async () => {
    const probe = new Probe();
    let succeed = (_engine: ProvingEngine): void => {};
    const shared = new SharedEngine(() => new Promise((resolve) => (succeed = resolve)));
    const [leaving, staying] = [new AbortController(), new AbortController()];
    const left = shared.get(run(leaving.signal));
    const kept = shared.get(run(staying.signal));
    await settled();
    leaving.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    succeed(probe);
    expect(await kept).toBe(probe);
    await settled();
    expect(probe.ended).toBe(0);
    await shared.end();
    expect(probe.ended).toBe(1);
  });
});
