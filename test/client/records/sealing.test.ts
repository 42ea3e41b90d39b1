import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CannotOpenError,
  encryptionKeyOf,
  InvalidRecipientError,
  open,
  recipientOf,
  seal,
} from "../../../client/records/sealing.ts";

const secret = new TextEncoder().encode("a record");
let surgeon: string;
let patient: string;
let stranger: string;
let recipients: string[];

beforeAll(async () => {
  surgeon = await generateX25519Identity();
  patient = await generateX25519Identity();
  stranger = await generateX25519Identity();
  recipients = await Promise.all([surgeon, patient].map(identityToRecipient));
});

describe("sealed files", () => {
  it("open for every recipient", async () => {
    const sealed = await seal(secret, recipients);
    expect(await open(sealed, surgeon)).toEqual(secret);
    expect(await open(sealed, patient)).toEqual(secret);
  });

  it("do not open for anybody else", async () => {
    await expect(open(await seal(secret, recipients), stranger)).rejects.toThrow(CannotOpenError);
  });

  it("do not open after one bit of the contents was flipped", async () => {
    const sealed = await seal(secret, recipients);
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    await expect(open(sealed, patient)).rejects.toThrow(CannotOpenError);
  });
});

describe("recipients", () => {
  it("survive the way through a profile's encryption key", () => {
    for (const recipient of recipients) expect(recipientOf(encryptionKeyOf(recipient))).toBe(recipient);
  });

  it("are refused when they are malformed", async () => {
    await expect(seal(secret, ["age1nonsense"])).rejects.toThrow(InvalidRecipientError);
    expect(() => recipientOf(new Uint8Array(31))).toThrow(InvalidRecipientError);
  });
});
