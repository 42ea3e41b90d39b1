import type { BaseContract, ContractTransactionResponse, Result } from "ethers";
import { expect } from "vitest";

/** Finds the data that a contract reverted with, wherever provider and ethers put it. */
function revertData(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { data, cause, error: inner, info } = error as Record<string, unknown>;
  if (typeof data === "string" && data.startsWith("0x")) return data;
  return revertData(data) ?? revertData(cause) ?? revertData(inner) ?? revertData(info);
}

async function failureOf(action: Promise<unknown>): Promise<unknown> {
  try {
    const response = (await action) as Partial<ContractTransactionResponse> | undefined;
    await response?.wait?.();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function revertOf(
  contract: Pick<BaseContract, "interface">,
  action: Promise<unknown>,
): Promise<{ name: string; args: Result }> {
  const failure = await failureOf(action);
  if (failure === undefined) throw new Error("the action succeeded; it should have reverted");
  const data = revertData(failure);
  const parsed = data === undefined ? null : contract.interface.parseError(data);
  if (parsed === null)
    throw new Error(`reverted without an error that the contract names: ${data ?? failure}`);
  return parsed;
}

/** What an action is refused by: the error's selector; undefined if it goes through. */
export async function refusalOf(action: Promise<unknown>): Promise<string | undefined> {
  const failure = await failureOf(action);
  return failure === undefined ? undefined : (revertData(failure) ?? "").slice(0, 10);
}

/** Expects a revert with one of the contract's named errors and, where given, exactly these arguments. */
export async function expectRevert(
  contract: Pick<BaseContract, "interface">,
  action: Promise<unknown>,
  name: string,
  args?: readonly unknown[],
): Promise<void> {
  const revert = await revertOf(contract, action);
  expect(revert.name).toBe(name);
  if (args !== undefined) expect([...revert.args]).toEqual(args);
}
