import { getAddress, hexlify, randomBytes } from "ethers";
import { describe, expect, it } from "vitest";

import { checkedAddress, NotAnAddressError } from "../../prover/address.ts";

describe("an address", () => {
  it("comes out with the checksum that ethers gives it, from either plain case and from itself", () => {
    for (let round = 0; round < 500; round++) {
      const lower = hexlify(randomBytes(20));
      const expected = getAddress(lower);
      expect(checkedAddress("board", lower)).toBe(expected);
      expect(checkedAddress("board", `0x${lower.slice(2).toUpperCase()}`)).toBe(expected);
      expect(checkedAddress("board", expected)).toBe(expected);
    }
  });

  it.each([
    ["one letter in the other case", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266".replace("F6F", "f6F")],
    ["no prefix", "f39Fd6e51aad88F6F4ce6aB8827279cffFb92266"],
    ["a prefix in upper case", "0Xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"],
    ["a digit too few", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb9226"],
    ["a digit too many", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb922660"],
    ["another letter", "0xg39fd6e51aad88f6f4ce6ab8827279cfffb92266"],
    ["a line break behind it", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\n"],
    ["its ICAP form", "XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS"],
    ["a number", 5],
    ["nothing", undefined],
  ])("is refused with %s", (_, address) => {
    expect(() => checkedAddress("board", address as string)).toThrow(NotAnAddressError);
  });
});
