import { describe, expect, it } from "vitest";

import committed from "../../circuits/artifacts/manifest.json" with { type: "json" };
import { MalformedManifestError, parseManifest, parseUnfinishedManifest } from "../../circuits/manifest.ts";

type Entry = Record<string, unknown>;

const withReview = (spoil: (review: Entry) => unknown) => ({
  ...committed,
  circuits: { ...committed.circuits, review: spoil(committed.circuits.review) },
});
const withFile = (wasm: object) => (review: Entry) => ({ ...review, files: { wasm } });
const HASH = "0".repeat(64);

describe.each([
  ["a release", parseManifest],
  ["artifacts in the making", parseUnfinishedManifest],
])("the manifest of %s", (_, parse) => {
  it("is read as it stands", () => {
    expect(parse(committed)).toEqual(committed);
  });

  it.each<[string, (review: Entry) => unknown, string]>([
    ["an entry that is nothing", () => null, "circuits.review"],
    ["a list for an entry", () => [], "circuits.review"],
    ["a made-up ceremony", (review) => ({ ...review, ceremony: "trust me" }), "circuits.review.ceremony"],
    ["no constraints", (review) => ({ ...review, constraints: 0 }), "circuits.review.constraints"],
    ["half a signal", (review) => ({ ...review, publicSignals: 0.5 }), "circuits.review.publicSignals"],
    ["a nameless phase 1", (review) => ({ ...review, ptau: {} }), "circuits.review.ptau.name"],
    [
      "a path out of its folder",
      withFile({ path: "../review.wasm", sha256: HASH, bytes: 1 }),
      "circuits.review.files.wasm.path",
    ],
    [
      "a path out of a folder below",
      withFile({ path: "review/../../review.wasm", sha256: HASH, bytes: 1 }),
      "circuits.review.files.wasm.path",
    ],
    [
      "an absolute path",
      withFile({ path: "/etc/passwd", sha256: HASH, bytes: 1 }),
      "circuits.review.files.wasm.path",
    ],
    [
      "an absolute address",
      withFile({ path: "https://a.example/b", sha256: HASH, bytes: 1 }),
      "circuits.review.files.wasm.path",
    ],
    [
      "a short hash",
      withFile({ path: "review.wasm", sha256: "00", bytes: 1 }),
      "circuits.review.files.wasm.sha256",
    ],
    [
      "an empty file",
      withFile({ path: "review.wasm", sha256: HASH, bytes: 0 }),
      "circuits.review.files.wasm.bytes",
    ],
    ["inherited fields", (review) => Object.create(review) as unknown, "circuits.review.files"],
  ])("with %s is malformed there", (_, spoil, field) => {
    const malformed = withReview(spoil);
    expect(() => parse(malformed)).toThrow(MalformedManifestError);
    expect(() => parse(malformed)).toThrow(`malformed at ${field}.`);
  });

  it("of another version is refused", () => {
    expect(() => parse({ version: 2, circuits: {} })).toThrow("malformed at version.");
  });

  it.each([[undefined], [null], ["{}"], [[]]])("is not %j", (value) => {
    expect(() => parse(value)).toThrow("malformed at the top.");
  });
});

describe("the circuits of a manifest", () => {
  const { review, claim } = committed.circuits;

  it("must all be there in a release", () => {
    expect(() => parseManifest({ version: 1, circuits: { review } })).toThrow("malformed at circuits.claim.");
  });

  it("that a release does not know are left out", () => {
    expect(parseManifest({ version: 1, circuits: { review, claim, later: {} } })).toEqual(committed);
  });

  it("are those that there are while artifacts are made", () => {
    expect(parseUnfinishedManifest({ version: 1, circuits: {} }).circuits).toEqual({});
    expect(parseUnfinishedManifest({ version: 1, circuits: { another: review } }).circuits).toEqual({
      another: review,
    });
  });
});
