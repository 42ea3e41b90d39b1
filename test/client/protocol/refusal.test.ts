import { describe, expect, it } from "vitest";

import { CONTRACT_ERRORS } from "../../../client/protocol/contract-errors.ts";
import { ContractRefusedError } from "../../../client/protocol/refusal.ts";

const names: string[] = [];
CONTRACT_ERRORS.forEachError(({ name }) => names.push(name));

describe("a contract's refusal", () => {
  it.each([...new Set(names)])("%s comes with what to do about it", (name) => {
    expect(new ContractRefusedError("action", name, {}).remedy).not.toMatch(/^See the error's description/);
  });

  it("unknown to this version sends to the contract's interface", () => {
    expect(new ContractRefusedError("action", "Unheard", {}).remedy).toMatch(/^See the error's description/);
  });
});
