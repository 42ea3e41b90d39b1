import { describe, expect, it } from "vitest";

import { MalformedJsonError, parseStrictJson } from "../../../prover/json/strict-json.ts";
import { parsePolicyText } from "../../../prover/policy/index.ts";
import { parseValidBundle } from "../../../prover/record/fhir-validation.ts";
import { InvalidBundleError, parseBundle } from "../../../prover/record/index.ts";
import { fixtureText } from "../record/fixtures.ts";

const BUNDLE = fixtureText("surgery-13-abdominoplasty.json");
const POLICY = '{"version":1,"all":[{"field":"asaClass","operator":"gte","value":2}]}';

const READERS: Readonly<Record<string, readonly [read: (text: string) => unknown, document: string]>> = {
  parseStrictJson: [parseStrictJson, BUNDLE],
  parseBundle: [parseBundle, BUNDLE],
  parseValidBundle: [parseValidBundle, BUNDLE],
  parsePolicyText: [parsePolicyText, POLICY],
};

function inUtf16(text: string, order: "le" | "be", withMark: boolean): Buffer {
  const bytes = Buffer.from(withMark ? `\ufeff${text}` : text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

const UTF_16 = (["le", "be"] as const).flatMap((order) =>
  [true, false].flatMap((withMark) =>
    (["utf8", "latin1"] as const).map(
      (decoder) =>
        [
          `${order}, ${withMark ? "with" : "without"} its mark, read as ${decoder}`,
          order,
          withMark,
          decoder,
        ] as const,
    ),
  ),
);

describe.each(Object.entries(READERS))("%s", (_, [read, document]) => {
  it("leaves one byte order mark of UTF-8 out of account", () => {
    const text = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(document)]).toString("utf8");
    expect(text.startsWith("\ufeff")).toBe(true);
    expect(read(text)).toEqual(read(document));
  });

  it.each(UTF_16)("says UTF-16 by name: %s", (_case, order, withMark, decoder) => {
    const text = inUtf16(document, order, withMark).toString(decoder);
    expect(() => read(text)).toThrow(/The text is UTF-16; JSON is written in UTF-8\./);
    expect(() => read(text)).toThrow(
      read === parseBundle || read === parseValidBundle ? InvalidBundleError : MalformedJsonError,
    );
  });

  it.each(["\ufeff\ufeff", " \ufeff", "\ufffe", "\ufffd"])(
    "takes %j before the text for no JSON",
    (prefix) => {
      expect(() => read(`${prefix}${document}`)).toThrow(/The text is not JSON\./);
    },
  );
});
