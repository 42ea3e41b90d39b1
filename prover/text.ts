import { AftercareError } from "./errors.ts";

/** Whether a text is one line, or may have several, with tabs. */
export type TextForm = "line" | "lines";

/** What a text may not hold, and why: each could make it show as something else than it says, or hide what it says. */
const PROBLEMS = {
  control: "a control character",
  direction: "a character that changes the direction of the text around it",
  invisible: "an invisible character",
  separator: "a line or paragraph separator",
  half: "half of a character",
  private: "a character without a meaning of its own",
} as const;

type Problem = (typeof PROBLEMS)[keyof typeof PROBLEMS];

/** A character that a text may not hold. */
export interface ForbiddenCharacter {
  /** Such as `U+202E`. */
  readonly codePoint: string;
  /** Which character of the text, from 1. */
  readonly position: number;
  readonly problem: Problem;
}

/** A text holds a character that people could not see, or that would show it as another text. */
export class MalformedTextError extends AftercareError {
  override readonly name = "MalformedTextError";

  constructor(name: string, { codePoint, position, problem }: ForbiddenCharacter) {
    super(
      `${name} holds ${codePoint}, ${problem}, as its character ${position}.`,
      "Delete that place and type it again.",
      { name, codePoint, position },
    );
  }
}

/** What should be a text is something else. */
export class NotATextError extends AftercareError {
  override readonly name = "NotATextError";

  constructor(name: string) {
    super(`${name} is not a text.`, "Pass a string.", { name });
  }
}

const ZERO_WIDTH_JOINERS = /^[\u200c\u200d]$/;
const EMOJI_SELECTOR = /^[\ufe0e\ufe0f]$/;
const IDEOGRAPH_SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;

/** Scripts that join their letters, or keep them apart, by U+200D and U+200C: Persian, Hindi and Sinhala words need them. */
const JOINING_LETTER = /^[\p{L}\p{M}]$/u;
const JOINING_SCRIPT =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u;
const EMOJI = /^\p{Extended_Pictographic}$/u;
/** What may stand between an emoji and what joins it to the next. */
const EMOJI_END = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;
const MONGOLIAN_SELECTOR = /^[\u180b-\u180d\u180f]$/;

/** Whether an otherwise invisible character does its work between these two. */
function isNeeded(previous: string, character: string, next: string): boolean {
  if (ZERO_WIDTH_JOINERS.test(character)) {
    if (JOINING_LETTER.test(previous) && JOINING_SCRIPT.test(previous)) return true;
    return character === "\u200d" && EMOJI_END.test(previous) && EMOJI.test(next);
  }
  // One behind each sign, and for each sign only those that show it otherwise: a row of them could hide a message.
  if (EMOJI_SELECTOR.test(character) && /^\p{Emoji}$/u.test(previous)) return true;
  if (IDEOGRAPH_SELECTOR.test(character)) return /^\p{Ideographic}$/u.test(previous);
  return (
    MONGOLIAN_SELECTOR.test(character) &&
    /^\p{Script=Mongolian}$/u.test(previous) &&
    JOINING_LETTER.test(previous)
  );
}

function problemOf(previous: string, character: string, next: string, form: TextForm): Problem | undefined {
  if (form === "lines" && (character === "\n" || character === "\t")) return undefined;
  if (/^\p{Cc}$/u.test(character)) return PROBLEMS.control;
  if (/^\p{Cs}$/u.test(character)) return PROBLEMS.half;
  if (/^[\u2028\u2029]$/.test(character)) return PROBLEMS.separator;
  if (/^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/.test(character)) return PROBLEMS.direction;
  // Noncharacters are unassigned for ever; what else is unassigned may be a letter or emoji of a later Unicode.
  if (/^[\p{Co}\p{Noncharacter_Code_Point}]$/u.test(character)) return PROBLEMS.private;
  if (/^[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]$/u.test(character)) {
    return isNeeded(previous, character, next) ? undefined : PROBLEMS.invisible;
  }
  return undefined;
}

function codePointOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Every character of a text, each with what is wrong with it. */
function charactersOf(text: string, form: TextForm): { character: string; problem: Problem | undefined }[] {
  const characters = Array.from(text);
  return characters.map((character, index) => ({
    character,
    problem: problemOf(characters[index - 1] ?? "", character, characters[index + 1] ?? "", form),
  }));
}

/**
 * Refuses a text that no UTF-8 can carry: an encoder would quietly replace half of a character.
 *
 * @throws NotATextError, MalformedTextError
 */
export function assertWellFormed(name: string, text: string): void {
  if (typeof text !== "string") throw new NotATextError(name);
  if (text.isWellFormed()) return;
  const index = Array.from(text).findIndex((character) => /^\p{Cs}$/u.test(character));
  const character = Array.from(text)[index]!;
  throw new MalformedTextError(name, {
    codePoint: codePointOf(character),
    position: index + 1,
    problem: PROBLEMS.half,
  });
}

/** The first character that a text may not hold, or undefined. */
export function forbiddenIn(text: string, form: TextForm): ForbiddenCharacter | undefined {
  const characters = charactersOf(text, form);
  const index = characters.findIndex(({ problem }) => problem !== undefined);
  const found = characters[index];
  return found?.problem === undefined
    ? undefined
    : { codePoint: codePointOf(found.character), position: index + 1, problem: found.problem };
}

/**
 * Refuses a text that people write or are shown, if it holds anything that does not show: control characters, characters that
 * change its direction, invisible ones outside the emoji and the scripts that need them, halves of characters.
 *
 * @param name What the text is, to begin a sentence: "The review's text".
 * @throws NotATextError, MalformedTextError
 */
export function assertText(name: string, text: string, form: TextForm): void {
  if (typeof text !== "string") throw new NotATextError(name);
  const forbidden = forbiddenIn(text, form);
  if (forbidden !== undefined) throw new MalformedTextError(name, forbidden);
}

/**
 * A text as it can be shown to people: whatever {@link assertText} refuses stands there by its number, such as `[U+202E]`. For
 * texts that came from others, who may have written them with anything.
 */
export function shownText(text: string): string {
  return charactersOf(text, "lines")
    .map(({ character, problem }) => (problem === undefined ? character : `[${codePointOf(character)}]`))
    .join("");
}
