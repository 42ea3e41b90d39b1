// What a text that people write or are shown may hold: one rule for reviews, titles and whatever else is read by people.
import { describe, expect, it } from "vitest";

import {
  assertReviewContent,
  assertText,
  MalformedTextError,
  NotATextError,
  parsePolicy,
  reviewSignal,
  shownText,
  type ReviewContent,
  type TextForm,
} from "../../prover/index.ts";
import { prepareReview } from "../../prover/review/request.ts";
import { reviewRequest } from "../../fixtures/review-request.ts";

const FORBIDDEN: readonly [name: string, character: string, shown: string][] = [
  ["a zero byte", "\u0000", "U+0000"],
  ["a bell", "\u0007", "U+0007"],
  ["a backspace", "\b", "U+0008"],
  ["a vertical tab", "\v", "U+000B"],
  ["a form feed", "\f", "U+000C"],
  ["a carriage return, which writes over a line", "\r", "U+000D"],
  ["an escape, which a terminal obeys", "\u001b", "U+001B"],
  ["a delete", "\u007f", "U+007F"],
  ["a next line of C1", "\u0085", "U+0085"],
  ["a control sequence introducer of C1", "\u009b", "U+009B"],
  ["a right-to-left override", "\u202e", "U+202E"],
  ["a left-to-right override", "\u202d", "U+202D"],
  ["an embedding", "\u202a", "U+202A"],
  ["the end of an embedding", "\u202c", "U+202C"],
  ["an isolate", "\u2066", "U+2066"],
  ["a right-to-left isolate", "\u2067", "U+2067"],
  ["the end of an isolate", "\u2069", "U+2069"],
  ["a left-to-right mark", "\u200e", "U+200E"],
  ["an Arabic letter mark", "\u061c", "U+061C"],
  ["a zero-width space", "\u200b", "U+200B"],
  ["a word joiner", "\u2060", "U+2060"],
  ["an invisible times", "\u2062", "U+2062"],
  ["a byte order mark", "\ufeff", "U+FEFF"],
  ["a soft hyphen", "\u00ad", "U+00AD"],
  ["a combining grapheme joiner", "\u034f", "U+034F"],
  ["a Hangul filler", "\u3164", "U+3164"],
  ["a Khmer inherent vowel", "\u17b4", "U+17B4"],
  ["an interlinear annotation", "\ufff9", "U+FFF9"],
  ["a shorthand control", "\u{1bca0}", "U+1BCA0"],
  ["a musical control", "\u{1d173}", "U+1D173"],
  ["a tag", "\u{e0041}", "U+E0041"],
  ["the end of tags", "\u{e007f}", "U+E007F"],
  ["a joiner between Latin letters", "\u200d", "U+200D"],
  ["a non-joiner between Latin letters", "\u200c", "U+200C"],
  ["a variation selector behind a letter", "\ufe0f", "U+FE0F"],
  ["a supplementary variation selector behind a letter", "\u{e0100}", "U+E0100"],
  ["a line separator", "\u2028", "U+2028"],
  ["a paragraph separator", "\u2029", "U+2029"],
  ["the first half of a character", "\ud83d", "U+D83D"],
  ["the second half of a character", "\udc00", "U+DC00"],
  ["a private character", "\ue000", "U+E000"],
  ["a noncharacter", "\ufffe", "U+FFFE"],
  ["a noncharacter of the last plane", "\u{10ffff}", "U+10FFFF"],
];

const ALLOWED: readonly [name: string, text: string][] = [
  ["nothing", ""],
  ["accents, composed or not", "é e\u0301 ñ ß"],
  ["Greek, Cyrillic, Chinese, Japanese, Korean", "Καλά Хорошо 很好 とても良い 좋아요"],
  ["Hebrew and Arabic, which turn by themselves", "טוב מאוד جيد جدا"],
  ["a Persian non-joiner", "می\u200cخواهم"],
  ["an Arabic sign that stands before numbers", "\u0600١٢"],
  ["a Hindi joiner and non-joiner", "क्\u200dष क्\u200cष"],
  ["a Sinhala joiner", "ශ්\u200dරී"],
  ["Mongolian variants", "ᠠ\u180b"],
  ["an ideograph's variants, as in names", "葛\u{e0100}城 﨑\ufe00"],
  ["an emoji, a heart, a keycap", "😀 ❤\ufe0f 1\ufe0f\u20e3"],
  ["a family", "👩\u200d👩\u200d👧\u200d👦"],
  ["a doctor with a skin tone", "👩🏽\u200d⚕\ufe0f"],
  ["flags", "🇩🇪 🏳\ufe0f\u200d🌈 ❤\ufe0f\u200d🔥"],
  ["quotes, dashes and spaces of every width", "“—” \u00a0\u2009\u3000"],
];

const LONG = "a".repeat(100_000);

describe("a text", () => {
  it.each(FORBIDDEN)("is refused with %s, by its number and place", (_, character, codePoint) => {
    for (const form of ["line", "lines"] as const) {
      const text = `😀a${character}b`;
      expect(() => assertText("The text", text, form)).toThrow(MalformedTextError);
      expect(() => assertText("The text", text, form)).toThrow(
        expect.objectContaining({ details: { name: "The text", codePoint, position: 3 } }),
      );
      expect(() => assertText("The text", text, form)).toThrow(`The text holds ${codePoint}, `);
    }
    expect(shownText(`😀a${character}b`)).toBe(`😀a[${codePoint}]b`);
  });

  it.each(ALLOWED)("may hold %s", (_, text) => {
    for (const form of ["line", "lines"] as const) {
      expect(() => assertText("The text", text, form)).not.toThrow();
    }
    expect(shownText(text)).toBe(text);
  });

  it.each<[string, string, TextForm, boolean]>([
    ["a line break, where it may have several lines", "a\nb", "lines", true],
    ["a tab, where it may have several lines", "a\tb", "lines", true],
    ["a line break in one line", "a\nb", "line", false],
    ["a tab in one line", "a\tb", "line", false],
    ["two variation selectors behind one emoji, which could be a message", "😀\ufe0f\ufe0f", "lines", false],
    ["two joiners behind each other", "क्\u200d\u200dष", "lines", false],
    ["a joiner behind an emoji, without another", "😀\u200d", "lines", false],
    ["a joiner that begins it", "\u200d😀", "lines", false],
    ["a selector of ideographs behind an emoji", "😀\u{e0101}", "lines", false],
    ["a selector that begins it", "\ufe0f", "lines", false],
    ["a flag made of tags", "🏴\u{e0067}\u{e0062}\u{e007f}", "lines", false],
  ])("with %s: %s (%s) is fine: %s", (_, text, form, isFine) => {
    if (isFine) expect(() => assertText("It", text, form)).not.toThrow();
    else expect(() => assertText("It", text, form)).toThrow(MalformedTextError);
  });

  it.each([undefined, null, 1, ["a"], { length: 1 }])("is none: %s", (none) => {
    expect(() => assertText("It", none as unknown as string, "line")).toThrow(NotATextError);
  });

  it("is read once, however long it is", () => {
    const start = performance.now();
    assertText("It", LONG, "lines");
    expect(shownText(`${LONG}\u202e`)).toHaveLength(LONG.length + "[U+202E]".length);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("what people write with this library is refused by the same rule:", () => {
  const content = (text: string): ReviewContent => ({ ...reviewRequest().content, text });
  const ENTRIES: readonly [name: string, write: (text: string) => unknown][] = [
    ["a review", (text) => assertReviewContent(content(text))],
    ["a review to prove", (text) => prepareReview({ ...reviewRequest(), content: content(text) })],
    [
      "a policy's title",
      (title) => parsePolicy({ version: 1, title, all: [{ field: "asaClass", operator: "eq", value: 1 }] }),
    ],
  ];

  it.each(ENTRIES)("%s", (_, write) => {
    for (const [name, character, codePoint] of FORBIDDEN) {
      expect(() => write(`a${character}b`), name).toThrow(codePoint);
    }
    for (const [name, text] of ALLOWED) {
      if (text !== "") expect(() => write(text), name).not.toThrow();
    }
  });

  it("while what stands on the board already keeps its signal, as far as UTF-8 goes", () => {
    expect(reviewSignal(content("a\u202eb"))).toBeGreaterThan(0n);
    expect(() => reviewSignal(content("a\ud83db"))).toThrow(MalformedTextError);
  });
});
