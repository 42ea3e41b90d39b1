import { inspect } from "node:util";

import { Group } from "@semaphore-protocol/core/group";
import { Decrypter, Encrypter } from "age-encryption";
import { keccak256, recoverAddress } from "ethers";
import { poseidon2 } from "poseidon-lite/poseidon2";
import { describe, expect, it } from "vitest";

import { claimScope } from "../../prover/claim/index.ts";
import { IntegerOutOfRangeError } from "../../prover/integers.ts";
import {
  AmbiguousRecoveryNumbersError,
  createRecoveryPhrase,
  PatientKeys,
  RecoveryPhraseChecksumError,
  RecoveryPhraseLengthError,
  UnknownRecoveryWordError,
} from "../../prover/keys/index.ts";
import vectors from "../../fixtures/vectors/keys.json" with { type: "json" };

// Twelve different words: an order that got lost shows.
const MIXED = "abandon ability able about above absent absorb abstract absurd abuse access doctor";
const PHRASE = "test test test test test test test test test test test junk";

function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was refused.");
}

describe("a recovery phrase", () => {
  it("is new each time and gives keys", () => {
    const phrases = Array.from({ length: 20 }, createRecoveryPhrase);
    expect(new Set(phrases).size).toBe(20);
    for (const phrase of phrases) {
      expect(phrase.split(" ")).toHaveLength(12);
      expect(() => PatientKeys.fromPhrase(phrase)).not.toThrow();
    }
  });

  const WORDS = MIXED.split(" ");
  const numbered = (write: (word: string, number: number) => string, between = " ") =>
    WORDS.map((word, index) => write(word, index + 1)).join(between);
  const spaced = (space: string) => WORDS.join(space);

  it.each([
    ["capitals", MIXED.toUpperCase()],
    ["spaces around and between", `  ${spaced("   ")}\n`],
    ["line breaks and tabs", spaced("\n\t")],
    ["line breaks of Windows", spaced("\r\n")],
    ["spaces that do not break", spaced("\u00a0")],
    ["ideographic spaces", spaced("\u3000")],
    ["thin spaces", spaced("\u2009")],
    ["commas", spaced(", ")],
    ["semicolons and nothing else", spaced(";")],
    [
      "full-width letters, which NFKD folds",
      MIXED.replace(/[a-z]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0)),
    ],
    ["a byte order mark before it", `\ufeff${MIXED}`],
    ["zero-width spaces in its words", MIXED.replaceAll("o", "o\u200b")],
    ["soft hyphens in its words", MIXED.replaceAll("a", "a\u00ad")],
    ["zero-width joiners and word joiners", MIXED.replaceAll("e", "\u200de\u2060")],
    ["marks and overrides of direction", `\u202e${MIXED.replaceAll(" ", " \u200e")}\u202c`],
    ["variation selectors", MIXED.replaceAll("t", "t\ufe0f")],
    ["tags behind it", `${MIXED}\u{e0061}\u{e007f}`],
    ["quotes around it", `“${MIXED}”`],
    ["a full stop at its end", `${MIXED}.`],
    ["bullets", numbered((word) => `• ${word}`, "\n")],
    ["numbers and full stops", numbered((word, number) => `${number}. ${word}`)],
    ["numbers on lines of their own", numbered((word, number) => `${number}.\n${word}`, "\n")],
    ["numbers and brackets", numbered((word, number) => `${number}) ${word}`)],
    ["numbers in brackets", numbered((word, number) => `(${number}) ${word}`, "\r\n")],
    ["numbers right before the words", numbered((word, number) => `${number}.${word}`)],
    ["numbers alone", numbered((word, number) => `${number} ${word}`, "\t")],
    ["numbers with a zero before", numbered((word, number) => `${String(number).padStart(2, "0")}: ${word}`)],
    ["numbers with a hash", numbered((word, number) => `#${number} - ${word}`, "; ")],
    ["numbers in circles", numbered((word, number) => `${String.fromCodePoint(0x245f + number)} ${word}`)],
    [
      "full-width numbers",
      numbered(
        (word, number) =>
          `${String(number).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))}．${word}`,
      ),
    ],
    [
      "numbers in two columns, read across",
      [0, 1, 2, 3, 4, 5].map((row) => `${row + 1}. ${WORDS[row]}   ${row + 7}. ${WORDS[row + 6]}`).join("\n"),
    ],
  ])("may be typed with %s", (_, typed) => {
    expect(PatientKeys.fromPhrase(typed).identity.commitment).toBe(
      PatientKeys.fromPhrase(MIXED).identity.commitment,
    );
  });

  it.each([
    ["a number twice", numbered((word, number) => `${Math.min(number, 11)}. ${word}`)],
    ["a number left out", numbered((word, number) => (number === 5 ? word : `${number}. ${word}`))],
    ["numbers from zero", numbered((word, number) => `${number - 1}. ${word}`)],
    ["numbers behind the words", numbered((word, number) => `${word} ${number}`)],
    ["a number too large", numbered((word, number) => `${number === 12 ? 13 : number}. ${word}`)],
    ["a number alone at its end", `${MIXED} 1`],
    ["a digit for a letter", MIXED.replace("ability", "4bility")],
  ])("is refused with %s, as it could be read in two ways", (_, typed) => {
    expect(() => PatientKeys.fromPhrase(typed)).toThrow(AmbiguousRecoveryNumbersError);
  });

  it.each([
    [
      "numbered words, not the numbers",
      numbered((word, number) => `${number}. ${word}`).replace(/ 12\..*/, ""),
      11,
    ],
    ["words, not the spaces", spaced("\u00a0\u3000 "), 12],
  ])("counts %s", (_, typed, count) => {
    if (count === 12) expect(() => PatientKeys.fromPhrase(typed)).not.toThrow();
    else expect(() => PatientKeys.fromPhrase(typed)).toThrow(`has ${count} words instead of 12`);
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

  it.each([
    ["one letter off", "abilitu", "ability"],
    ["two letters swapped", "abiltiy", "ability"],
    ["a letter missing", "abilty", "ability"],
    ["a letter of another script", "аbility", "ability"],
    ["an accent", "ábility", "ability"],
    ["a control character in it", "abil\u0007ity", "ability"],
    ["several near words", "bone", "bone"],
  ])("with %s is refused by its place, and told the nearest words", (_, typo, nearest) => {
    const phrase = MIXED.replace("ability", typo === nearest ? "bonne" : typo);
    const error = errorOf(() => PatientKeys.fromPhrase(phrase));
    expect(error).toBeInstanceOf(UnknownRecoveryWordError);
    expect(error.message).toContain("Word 2 of");
    expect(error.message).toContain(nearest);
  });

  it("is never shown by an error, beyond what a misspelt word was near to", () => {
    const secret = "vault vault vault vault vault vault vault vault vault vault vault vaulx";
    for (const phrase of [
      secret,
      `${secret} 1`,
      secret.replace("vaulx", "zoo"),
      secret.replace("vaulx", ""),
      secret.replace("vaulx", "qqqqqqqqqq"),
    ]) {
      const error = errorOf(() => PatientKeys.fromPhrase(phrase));
      const shown = `${inspect(error, { depth: null, showHidden: true })} ${JSON.stringify(error)}`;
      expect(shown.match(/vault/g)?.length ?? 0).toBeLessThanOrEqual(phrase === secret ? 4 : 0);
      expect(shown).not.toContain("vaulx");
      expect(shown).not.toContain("vault vault");
    }
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
