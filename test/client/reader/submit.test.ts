import type { Signer, TransactionReceipt } from "ethers";
import { expect, it } from "vitest";

import { CallFailedError } from "../../../client/protocol/refusal.ts";
import { OutcomeUnknownError, submit } from "../../../client/reader/submit.ts";

const HASH = `0x${"ab".repeat(32)}`;
const CALL = { action: "close", to: `0x${"11".repeat(20)}`, data: "0x" };

/** An account whose transaction is sent, or not, and waited for as told. */
const account = (sending: () => Promise<{ hash: string; wait(): Promise<TransactionReceipt | null> }>) => ({
  signer: { sendTransaction: sending } as unknown as Signer,
  provider: { send: () => Promise.resolve(null) } as never,
});

it("a transaction whose answer is lost is named by its hash, so that nobody sends it twice unknowingly", async () => {
  const lost = account(async () => ({ hash: HASH, wait: () => Promise.reject(new Error("socket closed")) }));
  const error: unknown = await submit(lost, CALL).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OutcomeUnknownError);
  expect(error).toMatchObject({ details: { action: "close", transactionHash: HASH } });
});

it("a transaction that was never sent is another thing", async () => {
  const unsent = account(() => Promise.reject(new Error("connection refused")));
  await expect(submit(unsent, CALL)).rejects.toThrow(CallFailedError);
});
