import type { BaseContract, ContractTransactionReceipt, Result } from "ethers";
import { expect } from "vitest";

/** The arguments of the one event of this name that a contract emitted in a transaction. */
export async function eventOf(
  contract: BaseContract,
  receipt: ContractTransactionReceipt,
  name: string,
): Promise<Result> {
  const address = await contract.getAddress();
  const found = receipt.logs
    .filter((log) => log.address === address)
    .map((log) => contract.interface.parseLog(log))
    .filter((event) => event?.name === name);
  expect(found).toHaveLength(1);
  const [event] = found;
  if (!event) throw new Error(`no event ${name}`);
  return event.args;
}

/** Waits for a transaction and returns its receipt. */
export async function mined(
  sent: Promise<{ wait(): Promise<ContractTransactionReceipt | null> }>,
): Promise<ContractTransactionReceipt> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt;
}
