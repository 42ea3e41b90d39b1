import { toBeHex, JsonRpcProvider } from "ethers";
import { network } from "hardhat";
import { once } from "node:events";
import { createServer } from "node:net";
import { AftercareError } from "../../prover/errors.ts";
import { switchOnL1Fee } from "./l1-fee.ts";

/** An OP-type rollup that lives in this process and is served on the loopback address. */
export interface LocalRollup {
  readonly url: string;
  readonly provider: JsonRpcProvider;
  /** Moves the chain's clock forward to this second; the next block is mined at it or later. */
  advanceTo(second: bigint): Promise<void>;
  now(): Promise<bigint>;
  close(): Promise<void>;
}

/** The port asked for is taken, or may not be used. */
export class PortUnavailableError extends AftercareError {
  override readonly name = "PortUnavailableError";
}

/** Starts the rollup on a port of the loopback address (0: any free one), with the L1 data fee switched on. */
export async function startLocalRollup(port = 0): Promise<LocalRollup> {
  await assertPortFree(port);
  const server = await network.createServer({ network: "local", chainType: "op" }, "127.0.0.1", port);
  const served = await server.listen();
  const url = `http://127.0.0.1:${served.port}`;
  // Blocks come with transactions: a short poll is what makes waiting for a receipt quick.
  const provider = new JsonRpcProvider(url, undefined, {
    pollingInterval: 20,
    cacheTimeout: -1,
    // Otherwise each request waits for others to share a message with.
    batchMaxCount: 1,
    staticNetwork: true,
  });
  await switchOnL1Fee(provider);

  const now = async () => BigInt((await provider.getBlock("latest"))?.timestamp ?? 0);
  return {
    url,
    provider,
    now,
    async advanceTo(second) {
      if (second <= (await now())) return;
      await provider.send("evm_setNextBlockTimestamp", [toBeHex(second)]);
      await provider.send("evm_mine", []);
    },
    async close() {
      provider.destroy();
      await server.close();
    },
  };
}

/** Hardhat's server does not report a port in use but ends the process, so the port is tried before. */
async function assertPortFree(port: number): Promise<void> {
  const trial = createServer().listen(port, "127.0.0.1");
  try {
    await once(trial, "listening");
  } catch (error) {
    throw new PortUnavailableError(
      `Port ${port} of 127.0.0.1 cannot be used.`,
      "Pass another --port, or 0 for any free one.",
      { port },
      { cause: error },
    );
  }
  await new Promise((resolve) => trial.close(resolve));
}
