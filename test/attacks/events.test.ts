// A node that serves made-up events, while another one is asked for the contracts' words.
import { AbiCoder, Interface, keccak256, type JsonRpcApiProvider, type Log, type Provider } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readChain } from "../../client/reader/chain-view.ts";
import escrowAbi from "../../client/protocol/abi/ISurgeryEscrow.json" with { type: "json" };
import { closedSurgeries, type ClosedSurgeries } from "../../fixtures/surgeries.ts";

const escrow = new Interface(escrowAbi);
const SIX_WORDS = Array<string>(6).fill("bytes32");
const topicOf = (name: string): string => escrow.getEvent(name)?.topicHash ?? "";

let scene: ClosedSurgeries;
let honest: JsonRpcApiProvider;

beforeAll(async () => {
  scene = await closedSurgeries(2);
  honest = scene.stage.rollup.provider;
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A node that is honest but for its logs. */
function lyingBy(change: (logs: Log[]) => Log[]): Provider {
  return new Proxy(honest, {
    get(target, name) {
      if (name === "getLogs") {
        return async (filter: Parameters<Provider["getLogs"]>[0]) => change(await target.getLogs(filter));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

const read = (change: (logs: Log[]) => Log[]) => readChain(scene.stage.deployment, lyingBy(change), honest);

/** The same log with other topics or data. */
const altered = (log: Log, changes: { topics?: string[]; data?: string; index?: number }): Log =>
  Object.assign(Object.create(Object.getPrototypeOf(log) as object) as Log, log, changes);

describe("a node that lies about bookings", () => {
  it("is believed when it does not lie", async () => {
    expect((await read((logs) => logs)).queue).toHaveLength(2);
  });

  it("cannot invent closed bookings, though the escrow keeps no word of closed ones", async () => {
    const invented = (logs: Log[]) => {
      const [scheduled] = logs.filter(({ topics }) => topics[0] === topicOf("Scheduled"));
      const closed = logs.filter(({ topics }) => topics[0] === topicOf("Closed")).at(-1);
      if (!scheduled || !closed) return logs;
      const words = AbiCoder.defaultAbiCoder().decode(SIX_WORDS, scheduled.data);
      const terms = [...words.slice(0, 5), `0x${"77".repeat(32)}`] as string[];
      const id = keccak256(AbiCoder.defaultAbiCoder().encode(SIX_WORDS, terms));
      const [, , surgeon] = scheduled.topics;
      const place = [2n, words[3] as string, 99n];
      return [
        ...logs,
        altered(scheduled, {
          topics: [topicOf("Scheduled"), id, surgeon ?? ""],
          data: AbiCoder.defaultAbiCoder().encode(SIX_WORDS, terms),
          index: 10_000,
        }),
        altered(closed, {
          topics: [topicOf("Closed"), id, surgeon ?? ""],
          data: AbiCoder.defaultAbiCoder().encode(["uint256", "uint256", "uint256"], place),
          index: 10_001,
        }),
      ];
    };
    await expect(read(invented)).rejects.toThrow(/closings that the events tell/);
  });

  it("cannot leave a closing out", async () => {
    const withoutLast = (logs: Log[]) => {
      const closed = logs.findLastIndex(({ topics }) => topics[0] === topicOf("Closed"));
      return logs.filter((_, index) => index !== closed);
    };
    await expect(read(withoutLast)).rejects.toThrow();
  });

  it("cannot give a booking to another surgeon, nor other terms", async () => {
    const toColleague = (logs: Log[]) =>
      logs.map((log) =>
        log.topics[0] === topicOf("Executed")
          ? altered(log, { topics: [...log.topics.slice(0, 2), `0x${"0".repeat(24)}${"12".repeat(20)}`] })
          : log,
      );
    await expect(read(toColleague)).rejects.toMatchObject({ name: "ContradictoryEventsError" });
    const otherTerms = (logs: Log[]) =>
      logs.map((log) =>
        log.topics[0] === topicOf("Scheduled") ? altered(log, { data: log.data.slice(0, -2) + "00" }) : log,
      );
    await expect(read(otherTerms)).rejects.toMatchObject({ name: "ContradictoryEventsError" });
  });
});
