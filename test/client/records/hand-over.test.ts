import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { beforeAll, describe, expect, it } from "vitest";
import { acceptRecord, RecordMismatchError } from "../../../client/records/accept-record.ts";
import { handOver, NoRecipientError } from "../../../client/records/hand-over.ts";
import { MalformedRecordFileError } from "../../../client/records/record-file.ts";
import { CannotOpenError, seal } from "../../../client/records/sealing.ts";
import { AftercareError } from "../../../prover/errors.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "..", "fixtures", "fhir");
const fixture = (name: string) => readFile(join(FIXTURES, name), "utf8");

let bundle: string;
let patient: string;
let recipient: string;

beforeAll(async () => {
  bundle = await fixture("surgery-01-prostatectomy.json");
  patient = await generateX25519Identity();
  recipient = await identityToRecipient(patient);
});

/** A record file with these contents, sealed to the patient. */
const sealedFile = (contents: string) => seal(new TextEncoder().encode(contents), [recipient]);

describe("a record handed over", () => {
  it("is accepted when it is the one committed to", async () => {
    const handed = await handOver(bundle, [recipient]);
    const accepted = await acceptRecord(handed.sealed, patient, handed.recordCommitment);
    expect(accepted.record).toEqual(handed.record);
    expect(accepted.recordCommitment).toBe(handed.recordCommitment);
  });

  it("carries the medicines of the plan, and both sides commit to them", async () => {
    const medicinesRoot = `0x${"ab".repeat(32)}`;
    const handed = await handOver(bundle, [recipient], { medicinesRoot });
    const accepted = await acceptRecord(handed.sealed, patient, handed.recordCommitment);
    expect(accepted.record.medicinesRootPrefix).toBe(0xabababababababn | (0xabn << 56n));
  });

  it("carries which bills make its cost, and both sides read the same", async () => {
    const appendectomy = await fixture("surgery-06-appendectomy.json");
    for (const bills of [["960150"], []]) {
      const handed = await handOver(appendectomy, [recipient], { bills });
      const accepted = await acceptRecord(handed.sealed, patient, handed.recordCommitment);
      expect(accepted.record.totalCostCents).toBe(bills.length === 0 ? null : 12_500n);
    }
  });

  it("is never sealed to nobody", async () => {
    await expect(handOver(bundle, [])).rejects.toThrow(NoRecipientError);
  });

  it("is committed to with a fresh blinding each time, so that equal records do not show", async () => {
    const [one, other] = await Promise.all([handOver(bundle, [recipient]), handOver(bundle, [recipient])]);
    expect(one.recordCommitment).not.toBe(other.recordCommitment);
  });

  it("is refused when the surgeon committed to another surgery", async () => {
    const other = await handOver(await fixture("surgery-04-vasectomy.json"), [recipient]);
    const { sealed } = await handOver(bundle, [recipient]);
    await expect(acceptRecord(sealed, patient, other.recordCommitment)).rejects.toThrow(RecordMismatchError);
  });

  it("does not open for anybody else", async () => {
    const handed = await handOver(bundle, [recipient]);
    await expect(
      acceptRecord(handed.sealed, await generateX25519Identity(), handed.recordCommitment),
    ).rejects.toThrow(CannotOpenError);
  });

  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["an unknown version", '{"version":2,"bundle":"{}","choices":{},"blinding":"1"}'],
    ["no bundle", '{"version":1,"blinding":"1"}'],
    ["no choices", '{"version":1,"bundle":"{}","blinding":"1"}'],
    ["an unknown choice", '{"version":1,"bundle":"{}","choices":{"patient":"x"},"blinding":"1"}'],
    ["a choice that is no text", '{"version":1,"bundle":"{}","choices":{"procedure":1},"blinding":"1"}'],
    ["bills that are no list", '{"version":1,"bundle":"{}","choices":{"bills":"x"},"blinding":"1"}'],
    ["a bill that is no text", '{"version":1,"bundle":"{}","choices":{"bills":[1]},"blinding":"1"}'],
    ["a blinding that is a number", '{"version":1,"bundle":"{}","choices":{},"blinding":1}'],
    ["a blinding that is no decimal", '{"version":1,"bundle":"{}","choices":{},"blinding":"0x1"}'],
    [
      "a blinding of a thousand digits",
      `{"version":1,"bundle":"{}","choices":{},"blinding":"${"9".repeat(1_000)}"}`,
    ],
  ])("is refused as malformed when its file has %s", async (_name, contents) => {
    await expect(acceptRecord(await sealedFile(contents), patient, 1n)).rejects.toThrow(
      MalformedRecordFileError,
    );
  });

  it("is refused by a named error when its bundle cannot be read", async () => {
    const file = await sealedFile('{"version":1,"bundle":"no bundle","choices":{},"blinding":"1"}');
    await expect(acceptRecord(file, patient, 1n)).rejects.toBeInstanceOf(AftercareError);
    await expect(handOver("no bundle", [recipient])).rejects.toBeInstanceOf(AftercareError);
  });
});
