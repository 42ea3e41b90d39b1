// What nobody could send is refused by name before anything is signed or sent.
import { describe, expect, it } from "vitest";

import { NotAnAddressError } from "../../../prover/address.ts";
import { NotAFieldElementError } from "../../../prover/field.ts";
import { IntegerOutOfRangeError } from "../../../prover/integers.ts";
import { all, gte } from "../../../prover/policy/index.ts";
import { Surgeon } from "../../../client/sdk/surgeon/index.ts";
import { MalformedLicenceError } from "../../../client/protocol/licence.ts";
import { sealDetails } from "../../../client/records/details.ts";
import { ReviewTextTooLongError } from "../../../prover/review/index.ts";
import { MalformedTextError } from "../../../prover/text.ts";
import { createPlan } from "../../../fixtures/surgeries.ts";
import { contextOf } from "./support/context.ts";
import { insurerOf, sceneOfFile } from "./support/scene.ts";

const scene = sceneOfFile();

const surgeon = () => new Surgeon(scene().stage.aftercare, scene().identity);
const offer = () => scene().scheduled.offer;
const policy = () => ({
  policy: all(gte("complicationGrade", "none")),
  payout: 1n << 128n,
  maximumClaims: 1,
  closesAt: 2n ** 40n,
  coverageNotice: 30n * 86_400n,
});
const facts = { licenceNumber: "A", jurisdiction: "US-CA", specialty: "surgery", expiry: 2n ** 39n };

type Attempt = readonly [
  name: string,
  attempt: () => Promise<unknown>,
  error: new (...given: never[]) => Error,
];

const ATTEMPTS: readonly Attempt[] = [
  [
    "a surgeon whose address is none",
    async () => new Surgeon(scene().stage.aftercare, { ...scene().identity, address: "0x12" }),
    NotAnAddressError,
  ],
  [
    "reviews of no address",
    async () =>
      ((await contextOf(scene()))["reader"]!() as { reviews(of: object): Promise<unknown> }).reviews({
        surgeon: "x",
      }),
    NotAnAddressError,
  ],
  [
    "a licence for no address",
    () => scene().stage.board.attest({ ...facts, surgeon: "x" }),
    NotAnAddressError,
  ],
  [
    "a suspension without end",
    () => scene().stage.board.suspend({ surgeon: surgeon().address, suspendedUntil: 1n << 64n }),
    IntegerOutOfRangeError,
  ],
  [
    "a ruling of more than the whole",
    () => scene().stage.arbiter.rule(offer(), { surgeonShare: 10_001, reason: "" }),
    IntegerOutOfRangeError,
  ],
  [
    "a ruling of less than nothing",
    () => scene().stage.arbiter.rule(offer(), { surgeonShare: -1, reason: "" }),
    IntegerOutOfRangeError,
  ],
  [
    "a plan for the end of time",
    () => surgeon().proposePlan(offer(), { plan: createPlan(), surgeryTime: 1n << 48n }),
    IntegerOutOfRangeError,
  ],
  [
    "a rescheduling to before all time",
    () => surgeon().proposeRescheduling(offer(), { surgeryTime: -1n }),
    IntegerOutOfRangeError,
  ],
  [
    "an answer to no version",
    () => surgeon().answer({ nullifier: 1n, version: 0, text: "" }),
    IntegerOutOfRangeError,
  ],
  [
    "an answer to no nullifier",
    () => surgeon().answer({ nullifier: 1n << 255n, version: 1, text: "" }),
    NotAFieldElementError,
  ],
  [
    "funds below nothing",
    async () => (await insurerOf(scene().stage)).fund({ amount: -1n }),
    IntegerOutOfRangeError,
  ],
  [
    "a withdrawal to no address",
    async () => (await insurerOf(scene().stage)).withdraw({ amount: 1n, recipient: "x" }),
    NotAnAddressError,
  ],
  [
    "a withdrawal below nothing",
    async () => (await insurerOf(scene().stage)).withdraw({ amount: -1n }),
    IntegerOutOfRangeError,
  ],
  [
    "a payout beyond its bits",
    async () => (await insurerOf(scene().stage)).publish(policy()),
    IntegerOutOfRangeError,
  ],
];

const HIDDEN = "As agreed.\u202e";

const TEXTS: readonly (readonly [name: string, write: () => Promise<unknown>])[] = [
  ["a surgeon's answer", () => surgeon().answer({ nullifier: 1n, version: 1, text: HIDDEN })],
  ["an arbiter's reason", () => scene().stage.arbiter.rule(offer(), { surgeonShare: 0, reason: HIDDEN })],
  [
    "a licence's number",
    () => scene().stage.board.attest({ ...facts, surgeon: surgeon().address, licenceNumber: HIDDEN }),
  ],
  [
    "a licence's jurisdiction",
    () => scene().stage.board.attest({ ...facts, surgeon: surgeon().address, jurisdiction: HIDDEN }),
  ],
  [
    "a licence's specialty",
    () => scene().stage.board.attest({ ...facts, surgeon: surgeon().address, specialty: HIDDEN }),
  ],
  ["an offer's details", async () => sealDetails({ text: HIDDEN, recordRecipient: "age1" }, [])],
];

describe("a role refuses a text that would not show as it is:", () => {
  it.each(TEXTS)("%s", async (_name, write) => {
    await expect(write()).rejects.toThrow(MalformedTextError);
    await expect(write()).rejects.toThrow("U+202E");
  });

  it("an answer longer than the board takes", async () => {
    const text = "é".repeat(513);
    await expect(surgeon().answer({ nullifier: 1n, version: 1, text })).rejects.toThrow(
      ReviewTextTooLongError,
    );
  });

  it.each(["x".repeat(32), "Île-de-France"])("a jurisdiction that fits no word: %s", async (jurisdiction) => {
    const attested = scene().stage.board.attest({ ...facts, surgeon: surgeon().address, jurisdiction });
    await expect(attested).rejects.toThrow(MalformedLicenceError);
  });
});

describe("a role refuses", () => {
  it.each(ATTEMPTS)("%s", async (_name, attempt, error) => {
    const { provider } = scene().stage.rollup;
    const before = await provider.getBlockNumber();
    await expect(attempt()).rejects.toThrow(error);
    expect(await provider.getBlockNumber()).toBe(before);
  });
});
