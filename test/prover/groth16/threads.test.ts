import { getEventListeners } from "node:events";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { callingThread, ThreadEndedError, type Thread } from "../../../prover/groth16/threads/thread.ts";
import { ARITHMETICS, compileKernel } from "./support/kernel.ts";
import { encoded, referenceG1 } from "./support/points.ts";

const POINTS = 300;

let thread: Thread;

afterEach(() => thread.end());

/** A scalar of one for each point. */
const scalars = () => Uint32Array.from({ length: 8 * POINTS }, (_, word) => (word % 8 === 0 ? 1 : 0));

const sum = (numbers: Uint32Array, signal?: AbortSignal) =>
  thread.call("sum", { name: "bases", scalars: numbers }, { ...(signal && { signal }) });

describe.each(ARITHMETICS)("a thread with a kernel on %s arithmetic", (arithmetic) => {
  beforeEach(async () => {
    thread = await callingThread(await compileKernel(arithmetic));
    const point = encoded(referenceG1.coordinates(referenceG1.generator), 2);
    const points = Buffer.concat(Array.from({ length: POINTS }, () => point));
    await thread.call("loadBases", { name: "bases", group: "g1", points: new Uint8Array(points) });
  });

  it("works off calls in their order, and wipes their arguments", async () => {
    const order: number[] = [];
    const given = [scalars(), scalars(), scalars()];
    const sums = await Promise.all(
      given.map(async (numbers, index) => {
        const result = await sum(numbers);
        order.push(index);
        return result;
      }),
    );
    expect(order).toEqual([0, 1, 2]);
    const expected = referenceG1.coordinates(referenceG1.times(referenceG1.generator, BigInt(POINTS)));
    expect(sums).toEqual([expected, expected, expected]);
    for (const numbers of given) expect(numbers.every((number) => number === 0)).toBe(true);
  });

  it("does not begin a call that was cancelled, wipes its argument, and goes on with the next", async () => {
    const controller = new AbortController();
    const [first, cancelled, last] = [scalars(), scalars(), scalars()];
    const calls = [sum(first), sum(cancelled, controller.signal), sum(last)] as const;
    controller.abort(new Error("enough"));
    await expect(calls[1]).rejects.toThrow("enough");
    expect(cancelled.every((number) => number === 0)).toBe(true);
    // The others were not touched by it.
    expect(last.some((number) => number !== 0)).toBe(true);
    expect(await calls[0]).toEqual(await calls[2]);
  });

  it("listens to a signal once, however many calls it may cancel", async () => {
    const controller = new AbortController();
    const calls = Array.from({ length: 12 }, () => sum(scalars(), controller.signal));
    // Node 20 warns its user of a leak at the eleventh listener.
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(1);
    await calls[0];
    const settled = Promise.allSettled(calls);
    const enough = new Error("enough");
    controller.abort(enough);
    const [first, ...others] = await settled;
    expect(first!.status).toBe("fulfilled");
    expect(others.at(-1)).toEqual({ status: "rejected", reason: enough });
  });

  it("refuses a call whose signal is aborted already, and leaves its argument alone", async () => {
    const numbers = scalars();
    await expect(sum(numbers, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
    expect(numbers).toEqual(scalars());
  });

  it("rejects and wipes what waits when it is ended, and everything afterwards", async () => {
    const [begun, waiting] = [scalars(), scalars()];
    const calls = [sum(begun), sum(waiting)].map((call) => expect(call).rejects.toThrow(ThreadEndedError));
    await thread.end();
    await Promise.all(calls);
    expect(waiting.every((number) => number === 0)).toBe(true);
    await expect(sum(scalars())).rejects.toThrow(ThreadEndedError);
  });
});
