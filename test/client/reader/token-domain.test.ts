import { BrowserProvider, Contract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { TOKEN_ABI } from "../../../client/protocol/token.ts";
import { tokenDomainOf, UnknownTokenDomainError } from "../../../client/reader/token-domain.ts";
import { startChain, type Chain } from "../../contracts/support/chain.ts";

let chain: Chain;
beforeAll(async () => {
  chain = await startChain();
});
afterAll(() => chain.close());

async function domainOf(artifact: string, args: readonly unknown[] = []) {
  const address = await (await chain.deploy(artifact, args)).getAddress();
  const domain = await tokenDomainOf(new Contract(address, TOKEN_ABI, new BrowserProvider(chain.provider)));
  return { ...domain, isOwn: domain.verifyingContract === address };
}

describe("the domain of a token's signatures", () => {
  it("is what the token states", async () => {
    expect(await domainOf("TestDollar")).toMatchObject({
      name: "Aftercare Test Dollar",
      version: "1",
      isOwn: true,
    });
  });

  it("is made of name and version where the token states none, as Circle's dollar behind its proxy", async () => {
    const logic = await (await chain.deploy("CircleDollar")).getAddress();
    expect(await domainOf("CircleDollarProxy", [logic])).toMatchObject({
      name: "USD Coin",
      version: "2",
      chainId: chain.chainId,
      isOwn: true,
    });
  });

  it.each(["MisnamedDollar", "MisstatingDollar", "PlainDollar", "OpenQueue"])(
    "is refused when it cannot be told: %s",
    async (artifact) => {
      await expect(domainOf(artifact)).rejects.toThrow(UnknownTokenDomainError);
    },
  );
});
