import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";

import {
  InvalidChallengeError,
  MalformedDisclosureError,
  createChallenge,
  disclosureProgram,
  disclosureSignal,
  formatChallenge,
  openFields,
  parseChallenge,
  type DisclosureChallenge,
} from "../../../prover/disclosure/index.ts";
import { FIELD_MODULUS } from "../../../prover/field.ts";
import { evaluateProgram, programHashOf } from "../../../prover/policy/index.ts";
import { FIELD_NAMES, encodeRecord } from "../../../prover/record/index.ts";
import { randomRecord, seededRandom } from "../record/random-record.ts";

const QUESTION = {
  chainId: 31_337n,
  insurer: "0x00000000000000000000000000000000000000AA",
  scope: 7n,
  nullifier: 8n,
  fields: ["complicationGrade", "procedure"],
  expiry: 1_800_000_000,
} as const;

const challenge = createChallenge(QUESTION);
const record = encodeRecord(randomRecord(seededRandom(3)));
const opened = openFields(challenge, record);

describe("a challenge", () => {
  it("has its fields in the order of the record and a nonce of its own", () => {
    expect(challenge.fields).toEqual(["procedure", "complicationGrade"]);
    expect(challenge.nonce).toMatch(/^0x[0-9a-f]{64}$/);
    expect(createChallenge(QUESTION).nonce).not.toBe(challenge.nonce);
  });

  it("survives JSON with every digit", () => {
    const large = createChallenge({ ...QUESTION, nullifier: FIELD_MODULUS - 1n });
    expect(parseChallenge(formatChallenge(large))).toEqual(large);
  });

  it.each<[string, object, string]>([
    ["no field", { fields: [] }, "fields"],
    ["an unknown field", { fields: ["surgeon"] }, "fields"],
    ["a field twice", { fields: ["procedure", "procedure"] }, "fields"],
    ["nine fields", { fields: FIELD_NAMES.slice(0, 9) }, "fields"],
    ["a nullifier that is no field element", { nullifier: FIELD_MODULUS }, "nullifier"],
    ["a negative scope", { scope: -1n }, "scope"],
    ["no address", { insurer: "0xAA" }, "insurer"],
    [
      "an address with a wrong checksum",
      { insurer: "0x00000000000000000000000000000000000000Aa" },
      "insurer",
    ],
    ["an expiry that is none", { expiry: Number.NaN }, "expiry"],
    ["an expiry of half a second", { expiry: 0.5 }, "expiry"],
    ["a chain of 257 bits", { chainId: 1n << 256n }, "chainId"],
  ])("is refused with %s", (_, change, name) => {
    const question = { ...QUESTION, ...change } as unknown as DisclosureChallenge;
    expect(() => createChallenge(question)).toThrow(InvalidChallengeError);
    expect(() => createChallenge(question)).toThrow(expect.objectContaining({ path: `challenge.${name}` }));
  });

  it.each<[string, object]>([
    ["an unknown member", { urgent: true }],
    ["another version", { version: 2 }],
    ["a number for an integer", { scope: 7 }],
    ["a padded integer", { scope: "007" }],
    ["a short nonce", { nonce: "0x00" }],
  ])("is refused in JSON with %s", (_, change) => {
    expect(() =>
      parseChallenge({ ...(JSON.parse(formatChallenge(challenge)) as object), ...change }),
    ).toThrow(InvalidChallengeError);
  });
});

describe("the program of a disclosure", () => {
  it("holds for the record with the opened values, and for none that differs in one of them", () => {
    const program = disclosureProgram(challenge, opened);
    expect(evaluateProgram(program, record)).toBe(true);
    for (const name of FIELD_NAMES) {
      const index = FIELD_NAMES.indexOf(name);
      const changed = record.with(index, record[index] === 5n ? 6n : 5n);
      expect(evaluateProgram(program, changed), name).toBe(!challenge.fields.includes(name));
    }
  });

  it("is refused for other fields than those asked for", () => {
    const { procedure } = opened;
    for (const other of [{}, { procedure: procedure! }, { ...opened, asaClass: 1n }]) {
      expect(() => disclosureProgram(challenge, other)).toThrow(MalformedDisclosureError);
    }
    expect(() => disclosureProgram(challenge, { ...opened, procedure: 1n << 64n })).toThrow(
      expect.objectContaining({ path: "disclosure.opened.procedure" }),
    );
  });
});

describe("the signal of a disclosure", () => {
  it("is the hash that docs/disclosure.md states, word by word", () => {
    const { nonce } = challenge;
    const programHash = programHashOf(disclosureProgram(challenge, opened));
    const word = (value: bigint) => value.toString(16).padStart(64, "0");
    const tag = keccak_256(utf8ToBytes("Aftercare disclosure v1"));
    const words = [
      bytesToHex(tag),
      word(QUESTION.chainId),
      word(BigInt(QUESTION.insurer)),
      word(QUESTION.scope),
      word(QUESTION.nullifier),
      word(programHash),
      nonce.slice(2),
      word(BigInt(QUESTION.expiry)),
    ];
    const hash = BigInt(`0x${bytesToHex(keccak_256(hexToBytes(words.join(""))))}`);
    expect(disclosureSignal(challenge, opened)).toBe(hash >> 8n);
  });

  it("changes with every part of the challenge and of the answer", () => {
    const changes: readonly Partial<DisclosureChallenge>[] = [
      {},
      { chainId: 10n },
      { insurer: "0x00000000000000000000000000000000000000bb" },
      { scope: 9n },
      { nullifier: 9n },
      { nonce: `0x${"00".repeat(32)}` },
      { expiry: QUESTION.expiry + 1 },
    ];
    const signals = changes.map((change) => disclosureSignal({ ...challenge, ...change }, opened));
    signals.push(disclosureSignal(challenge, { ...opened, complicationGrade: 3n }));
    signals.push(disclosureSignal({ ...challenge, fields: ["procedure"] }, { procedure: opened.procedure! }));
    expect(new Set(signals).size).toBe(changes.length + 2);
    for (const signal of signals) expect(signal).toBeLessThan(1n << 248n);
  });
});
