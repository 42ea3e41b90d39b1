import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { keccak256 } from "ethers";
import { describe, expect, it } from "vitest";

import { openDetails, sealDetails } from "../../../client/records/details.ts";
import { seal } from "../../../client/records/sealing.ts";
import { MalformedTextError } from "../../../prover/text.ts";

const surgeon = await generateX25519Identity();
const recordRecipient = await identityToRecipient(await generateX25519Identity());
const recipients = [await identityToRecipient(surgeon)];

describe("the details of a booking", () => {
  it("open as they were sealed", async () => {
    const details = { text: "Rhinoplasty,\n\tin spring. 👩🏽\u200d⚕\ufe0f", recordRecipient };
    const { sealed, termsHash } = await sealDetails(details, recipients);
    expect(await openDetails(sealed, surgeon, termsHash)).toEqual(details);
  });

  it("are not sealed with characters that nobody sees", async () => {
    for (const text of ["a\u202eb", "a\u0000b", "\ufeff", "a\u200bb", "\ud800"]) {
      await expect(sealDetails({ text, recordRecipient }, recipients)).rejects.toThrow(MalformedTextError);
    }
  });

  it("of another client open all the same, and show what it hid", async () => {
    const file = new TextEncoder().encode(
      JSON.stringify({ version: 1, salt: "0x00", recordRecipient, text: "Pay \u202e001\u202c\u001b[2J" }),
    );
    const opened = await openDetails(await seal(file, recipients), surgeon, keccak256(file));
    expect(opened.text).toBe("Pay [U+202E]001[U+202C][U+001B][2J");
  });
});
