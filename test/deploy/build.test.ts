import hre from "hardhat";
import { describe, expect, it } from "vitest";

describe("the build profile that Hardhat's own commands take", () => {
  it("is that of tests and gas figures, so that both are one build in the cache", () => {
    const { default: own, production } = hre.config.solidity.profiles;
    // As text, because the cache tells builds apart by the order of settings, too.
    expect(JSON.stringify(production)).toBe(JSON.stringify(own));
    expect(own?.compilers[0]?.settings).toMatchObject({
      viaIR: true,
      evmVersion: "prague",
      optimizer: { enabled: true, runs: 20_000 },
    });
  });
});
