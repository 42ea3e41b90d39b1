import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

import { InvalidParametersError } from "../../deploy/errors.ts";
import { formatParameters, parseParameters, readParameters } from "../../deploy/parameters.ts";
import schema from "../../deploy/parameters.schema.json" with { type: "json" };
import { STANDARD_TERMS } from "../../ignition/parameters.ts";

const matchesSchema = new Ajv2020({ strict: true, strictTypes: false }).compile(schema);

const ADDRESS = "0xae1eeaB2479360eCe254a4De667b2298892CEC99";
const OTHER = "0xeb4cf2F21F40B450D314974D250DfE627119e555";
const ZERO = `0x${"0".repeat(40)}`;

const COMPLETE = {
  $schema: "../deploy/parameters.schema.json",
  chainId: 11_155_420,
  administrator: ADDRESS,
  treasury: OTHER,
  token: "test",
  protocolFee: "2000000",
  maximumProtocolFee: "25000000",
  reviewFee: "50000",
  rootLifetime: 2_592_000,
  minimumLeaves: 3,
  administrationDelay: 172_800,
};

describe("the parameters of a deployment", () => {
  it("are read in their units, and written back as they were", () => {
    const parameters = parseParameters(COMPLETE);
    expect(parameters).toEqual({
      ...STANDARD_TERMS,
      chainId: 11_155_420,
      administrator: ADDRESS,
      treasury: OTHER,
      token: { kind: "test" },
    });
    const { $schema, ...rest } = COMPLETE;
    expect($schema).toBeDefined();
    expect(formatParameters(parameters)).toEqual(rest);
  });

  it("name a token by its address", () => {
    const token = ADDRESS.toLowerCase();
    const parameters = parseParameters({ ...COMPLETE, administrator: OTHER, token });
    expect(parameters.token).toEqual({ kind: "existing", address: ADDRESS });
    expect(formatParameters(parameters)).toMatchObject({ token: ADDRESS });
  });

  it("match the schema when they are read", () => {
    expect(matchesSchema(COMPLETE)).toBe(true);
    expect(matchesSchema({ ...COMPLETE, token: ADDRESS })).toBe(true);
  });

  it.each(Object.keys(COMPLETE).filter((name) => name !== "$schema"))("are refused without %s", (name) => {
    const { [name as "chainId"]: _, ...incomplete } = COMPLETE;
    expect(() => parseParameters(incomplete)).toThrow(`parameters.${name} is missing.`);
    expect(matchesSchema(incomplete)).toBe(false);
  });
});

/** A change, the member that is named for it, and whether the schema cannot tell. */
const BROKEN: readonly (readonly [what: string, change: unknown, path: string, schemaTells?: false])[] = [
  ["an administrator that is zero", { administrator: ZERO }, "administrator"],
  ["a treasury that is zero", { treasury: ZERO }, "treasury"],
  ["a token that is zero", { token: ZERO }, "token"],
  ["a placeholder", { administrator: "0x…" }, "administrator"],
  ["a wrong checksum", { treasury: OTHER.replace("eb4c", "EB4C") }, "treasury", false],
  ["an address without 0x", { treasury: OTHER.slice(2) }, "treasury"],
  ["a name for a token", { token: "USDC" }, "token"],
  ["a treasury that is the token", { treasury: OTHER, token: OTHER }, "treasury", false],
  ["an administrator that is the token", { token: ADDRESS }, "administrator", false],
  ["a chain id as text", { chainId: "10" }, "chainId"],
  ["chain zero", { chainId: 0 }, "chainId"],
  ["a fee as a number", { protocolFee: 2_000_000 }, "protocolFee"],
  ["a fee in dollars", { reviewFee: "0.05" }, "reviewFee"],
  ["a fee in eighteen decimals", { maximumProtocolFee: `25${"0".repeat(18)}` }, "maximumProtocolFee"],
  ["a fee just above 1,000 dollars", { maximumProtocolFee: "1000000001" }, "maximumProtocolFee"],
  ["a fee above its maximum", { protocolFee: "25000001" }, "protocolFee", false],
  ["roots that are valid for hours", { rootLifetime: 86_399 }, "rootLifetime"],
  ["roots that are valid for years", { rootLifetime: 365 * 86_400 + 1 }, "rootLifetime"],
  ["an anonymity floor of two", { minimumLeaves: 2 }, "minimumLeaves"],
  ["an anonymity floor above the contract's", { minimumLeaves: 21 }, "minimumLeaves"],
  ["a delay that warns nobody", { administrationDelay: 86_399 }, "administrationDelay"],
  ["a delay without end", { administrationDelay: 60 * 86_400 + 1 }, "administrationDelay"],
  ["half a second", { administrationDelay: 172_800.5 }, "administrationDelay"],
  ["something unknown", { delay: 1 }, "delay"],
];

describe("a parameters file", () => {
  it.each(BROKEN)("is refused with the place: %s", (_, change, path, schemaTells = true) => {
    const broken = { ...COMPLETE, ...(change as object) };
    expect(() => parseParameters(broken)).toThrow(InvalidParametersError);
    expect(() => parseParameters(broken)).toThrow(
      expect.objectContaining({ details: { path: `parameters.${path}` } }),
    );
    expect(matchesSchema(broken)).toBe(!schemaTells);
  });

  it.each([[], null, "parameters", 1])("is refused when it holds %j", (json) => {
    expect(() => parseParameters(json)).toThrow(InvalidParametersError);
  });

  it("is refused with its path when it is not there, or is not JSON", async () => {
    await expect(readParameters("deployments/nowhere.json")).rejects.toThrow(InvalidParametersError);
    await expect(readParameters("deployments/nowhere.json")).rejects.toThrow("nowhere.json cannot be read");
    await expect(readParameters("README.md")).rejects.toThrow("README.md: The text is not JSON.");
  });
});
