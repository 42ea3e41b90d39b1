import { AftercareError, type ErrorDetails } from "../errors.ts";

/** Deepest nesting that is read. Real bundles stay below 20; without a bound a small file could exhaust the stack. */
const MAXIMUM_DEPTH = 64;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WHITESPACE = /[ \t\n\r]*/y;

/** The text is not JSON, or JSON that readers could take differently. Carries the position, never the text. */
export class MalformedJsonError extends AftercareError {
  override readonly name = "MalformedJsonError";
  /** What is wrong, as a sentence. */
  readonly problem: string;

  constructor(problem: string, details: ErrorDetails = {}) {
    super(problem, "Pass one JSON document, as a program writes it.", details);
    this.problem = problem;
  }
}

/** Stands for a JSON number that a JavaScript number cannot hold exactly: no reader takes a symbol for anything. */
const INEXACT_NUMBER = Symbol("inexact number");

/** Digits and power of ten of a decimal literal, without leading and trailing zeros: equal for equal values. */
function decimalValue(literal: string): string {
  const [mantissa = "", exponent = "0"] = literal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${literal.startsWith("-") ? "-" : ""}${significant}e${power}`;
}

/**
 * A JSON parser for documents that are signed or paid for. Unlike `JSON.parse` it refuses a name that occurs twice in an object (readers disagree
 * on which one counts) and nesting beyond {@link MAXIMUM_DEPTH}, and it never rounds a number without a trace.
 */
class JsonParser {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parseDocument(): unknown {
    const value = this.#parseValue(0);
    if (this.#peek() !== "") throw this.#syntaxError();
    return value;
  }

  #parseValue(depth: number): unknown {
    if (depth > MAXIMUM_DEPTH) {
      throw new MalformedJsonError(`The JSON is nested more than ${MAXIMUM_DEPTH} levels deep.`, {
        position: this.#position,
      });
    }
    switch (this.#peek()) {
      case "{":
        return this.#parseObject(depth);
      case "[":
        return this.#parseArray(depth);
      case '"':
        return this.#parseString();
      case "t":
        return this.#parseWord("true", true);
      case "f":
        return this.#parseWord("false", false);
      case "n":
        return this.#parseWord("null", null);
      default:
        return this.#parseNumber();
    }
  }

  #parseObject(depth: number): object {
    // Without a prototype "__proto__" is a name like any other.
    const object = Object.create(null) as Record<string, unknown>;
    this.#take("{");
    if (this.#takeIf("}")) return object;
    do {
      if (this.#peek() !== '"') throw this.#syntaxError();
      const name = this.#parseString();
      if (Object.hasOwn(object, name)) {
        throw new MalformedJsonError("A JSON object has the same name twice.", { position: this.#position });
      }
      this.#take(":");
      object[name] = this.#parseValue(depth + 1);
    } while (this.#takeIf(","));
    this.#take("}");
    return object;
  }

  #parseArray(depth: number): unknown[] {
    const array: unknown[] = [];
    this.#take("[");
    if (this.#takeIf("]")) return array;
    do array.push(this.#parseValue(depth + 1));
    while (this.#takeIf(","));
    this.#take("]");
    return array;
  }

  #parseString(): string {
    const start = this.#position;
    let end = start + 1;
    while (this.#text[end] !== '"') {
      if (end >= this.#text.length) throw this.#syntaxError();
      end += this.#text[end] === "\\" ? 2 : 1;
    }
    try {
      const text = JSON.parse(this.#text.slice(start, end + 1)) as string;
      this.#position = end + 1;
      return text;
    } catch {
      throw this.#syntaxError();
    }
  }

  #parseNumber(): number | typeof INEXACT_NUMBER {
    const literal = this.#match(NUMBER);
    const value = Number(literal);
    return decimalValue(String(value)) === decimalValue(literal) ? value : INEXACT_NUMBER;
  }

  #parseWord<Value>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#position)) throw this.#syntaxError();
    this.#position += word.length;
    return value;
  }

  /** The next character that is not white space; the empty string at the end. */
  #peek(): string {
    this.#match(WHITESPACE);
    return this.#text.charAt(this.#position);
  }

  #takeIf(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#position += 1;
    return true;
  }

  #take(character: string): void {
    if (!this.#takeIf(character)) throw this.#syntaxError();
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) throw this.#syntaxError();
    this.#position += match.length;
    return match;
  }

  #syntaxError(): MalformedJsonError {
    return new MalformedJsonError("The text is not JSON.", { position: this.#position });
  }
}

/** The text without the byte order mark that some programs put before UTF-8. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** JSON in UTF-16 that was decoded as UTF-8, or byte by byte: its mark is spoilt, or every other character is zero. */
const UTF_16 = /^(?:\ufffd{2}|\u00ff\u00fe|\u00fe\u00ff|.?\0)/s;

/**
 * Parses JSON text. A byte order mark before it is left out of account.
 *
 * @throws MalformedJsonError with the position, never the text, of what is wrong.
 */
export function parseStrictJson(text: string): unknown {
  if (typeof text !== "string") throw new MalformedJsonError("The document is not text.");
  if (UTF_16.test(text)) throw new MalformedJsonError("The text is UTF-16; JSON is written in UTF-8.");
  return new JsonParser(withoutByteOrderMark(text)).parseDocument();
}

/** Parsed JSON, from its text or as it is. Only a text shows whether a name occurs twice. Throws {@link MalformedJsonError}. */
export function parsedJson(json: unknown): unknown {
  return typeof json === "string" ? parseStrictJson(json) : json;
}

/** The one text of a JSON object: two spaces, members in the order given. */
export function jsonText(object: object): string {
  return JSON.stringify(object, null, 2);
}
