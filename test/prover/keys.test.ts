import { inspect } from "node:util";

import { Group } from "@semaphore-protocol/core/group";
import { Decrypter, Encrypter } from "age-encryption";
import { keccak256, recoverAddress } from "ethers";
import { poseidon2 } from "poseidon-lite/poseidon2";
import { describe, expect, it } from "vitest";

import { claimScope } from "../../prover/claim/index.ts";
import { IntegerOutOfRangeError } from "../../prover/integers.ts";
import {
  createRecoveryPhrase,
  PatientKeys,
  RecoveryPhraseChecksumError,
  RecoveryPhraseLengthError,
  UnknownRecoveryWordError,
} from "../../prover/keys/index.ts";
import vectors from "../../fixtures/vectors/keys.json" with { type: "json" };

const PHRASE = "test test test test test test test test test test test junk";

describe("a recovery phrase", () => {
  it("is new each time and gives keys", () => {
    const phrases = Array.from({ length: 20 }, createRecoveryPhrase);
    expect(new Set(phrases).size).toBe(20);
    for (const phrase of phrases) {
      expect(phrase.split(" ")).toHaveLength(12);
      expect(() => PatientKeys.fromPhrase(phrase)).not.toThrow();
    }
  });

  it.each([
    ["capitals", PHRASE.toUpperCase()],
    ["spaces around and between", `  ${PHRASE.replaceAll(" ", "   ")}\n`],
    ["line breaks and tabs", PHRASE.replaceAll(" ", "\n\t")],
    ["full-width letters, which NFKD folds", PHRASE.replace("junk", "\uff4a\uff55\uff4e\uff4b")],
  ])("may be typed with %s", (_, typed) => {
    expect(PatientKeys.fromPhrase(typed).identity.commitment).toBe(
      PatientKeys.fromPhrase(PHRASE).identity.commitment,
    );
  });

  it.each([0, 1, 11, 13, 24])("of %i words is refused by its length", (count) => {
    const phrase = Array.from({ length: count }, () => "test").join(" ");
    expect(() => PatientKeys.fromPhrase(phrase)).toThrow(RecoveryPhraseLengthError);
    expect(() => PatientKeys.fromPhrase(phrase)).toThrow(`has ${count} words instead of 12`);
  });

  it.each([1, 7, 12])("with an unknown word %i is refused by that number", (wordNumber) => {
    const phrase = PHRASE.split(" ")
      .with(wordNumber - 1, "tset")
      .join(" ");
    expect(() => PatientKeys.fromPhrase(phrase)).toThrow(UnknownRecoveryWordError);
    expect(() => PatientKeys.fromPhrase(phrase)).toThrow(`Word ${wordNumber} of`);
  });

  it("with two words swapped is refused by its checksum", () => {
    const swapped = "junk test test test test test test test test test test test";
    expect(() => PatientKeys.fromPhrase(swapped)).toThrow(RecoveryPhraseChecksumError);
  });

  it("that is no text is refused", () => {
    const notText: unknown = undefined;
    expect(() => PatientKeys.fromPhrase(notText as string)).toThrow(RecoveryPhraseLengthError);
  });
});

describe.each(vectors)("the keys of “$phrase”", ({ phrase, bookings, ...expected }) => {
  const keys = PatientKeys.fromPhrase(phrase);

  it("have the identity of the vectors", () => {
    expect(keys.identity.secretScalar.toString()).toBe(expected.identitySecretScalar);
    expect(keys.identity.commitment.toString()).toBe(expected.identityCommitment);
  });

  it("have the age keys of the vectors", async () => {
    expect(keys.ageIdentity).toBe(expected.ageIdentity);
    expect(await keys.ageRecipient()).toBe(expected.ageRecipient);
  });

  it.each(bookings)("have booking $index of the vectors", (booking) => {
    const derived = keys.booking(booking.index);
    expect(derived.address).toBe(booking.address);
    expect(derived.signingKey.privateKey).toBe(booking.signingKey);
    expect(derived.secret.toString()).toBe(booking.secret);
    expect(derived.patientCommitment.toString()).toBe(booking.patientCommitment);
    expect(derived.reviewNullifier.toString()).toBe(booking.reviewNullifier);
    for (const { scope, claimNullifier } of booking.claimNullifiers) {
      expect(derived.claimNullifier(claimScope(BigInt(scope))).toString()).toBe(claimNullifier);
    }
  });
});

describe("patient keys", () => {
  const keys = PatientKeys.fromPhrase(PHRASE);

  it("share no value between two bookings", () => {
    const values = Array.from({ length: 50 }, (_, index) => keys.booking(index)).flatMap((booking) => [
      booking.address,
      booking.signingKey.privateKey,
      booking.secret,
      booking.patientCommitment,
      booking.reviewNullifier,
      booking.claimNullifier(claimScope(1n)),
      booking.claimNullifier(claimScope(2n)),
    ]);
    expect(new Set(values.map(String)).size).toBe(50 * 7);
  });

  it.each([-1, 2 ** 31, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("have no booking %d", (index) => {
    expect(() => keys.booking(index)).toThrow(IntegerOutOfRangeError);
  });

  it("open what was encrypted to their age recipient, and others do not", async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(await keys.ageRecipient());
    const file = await encrypter.encrypt("operation report");

    const decrypter = new Decrypter();
    decrypter.addIdentity(keys.ageIdentity);
    expect(await decrypter.decrypt(file, "text")).toBe("operation report");

    const stranger = new Decrypter();
    stranger.addIdentity(PatientKeys.fromPhrase(createRecoveryPhrase()).ageIdentity);
    await expect(stranger.decrypt(file)).rejects.toThrow();
  });

  it("sign as the booking's address", () => {
    const { signingKey, address } = keys.booking(3);
    const digest = keccak256("0x01");
    expect(recoverAddress(digest, signingKey.sign(digest))).toBe(address);
  });

  it("join a Semaphore group of verified patients, and their membership path leads to its root", () => {
    const others = Array.from({ length: 6 }, () => PatientKeys.fromPhrase(createRecoveryPhrase()).identity);
    const group = new Group(others.map(({ commitment }) => commitment));
    group.addMember(keys.identity.commitment);
    const { leaf, index, siblings, root } = group.generateMerkleProof(
      group.indexOf(keys.identity.commitment),
    );

    expect(leaf).toBe(keys.identity.commitment);
    const climbed = siblings.reduce(
      (node, sibling, level) =>
        (index >> level) & 1 ? poseidon2([sibling, node]) : poseidon2([node, sibling]),
      leaf,
    );
    expect(climbed).toBe(group.root);
    expect(root).toBe(group.root);
  });

  it("show no secret to JSON, consoles or string templates", () => {
    const booking = keys.booking(0);
    const secrets = [
      keys.identity.secretScalar.toString(),
      keys.identity.secretScalar.toString(16),
      keys.identity.export(),
      keys.ageIdentity,
      booking.secret.toString(),
      booking.secret.toString(16),
      booking.signingKey.privateKey.slice(2),
      booking.reviewNullifier.toString(),
      "junk",
    ];
    const shown = [keys, booking, { keys, booking }, keys.identity, booking.signingKey].flatMap((value) => [
      JSON.stringify(value, (_, member: unknown) => (typeof member === "bigint" ? String(member) : member)),
      inspect(value, { depth: 10, maxArrayLength: null }),
      inspect(value, { depth: 10, getters: false, compact: true }),
      [value].join(),
      JSON.stringify(Object.entries(value), (_, member: unknown) =>
        typeof member === "bigint" ? String(member) : member,
      ),
    ]);
    for (const text of shown) for (const secret of secrets) expect(text).not.toContain(secret);
    // The private key's bytes, as a console would print them.
    const privateKey = keys.identity.privateKey as Uint8Array;
    for (const text of shown) expect(text).not.toContain(Array.from(privateKey.slice(0, 4)).join(", "));
  });

  it("still name themselves by what is public", () => {
    expect(JSON.parse(JSON.stringify(keys))).toEqual({ identityCommitment: vectors[0]!.identityCommitment });
    expect(JSON.parse(JSON.stringify(keys.booking(0)))).toMatchObject({
      index: 0,
      address: vectors[0]!.bookings[0]!.address,
    });
  });
});
