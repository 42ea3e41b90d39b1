import { checkedAddress, NotAnAddressError } from "../address.ts";
import { FIELD_MODULUS } from "../field.ts";

/** Names that may appear in the path of an error; anything else in their place could garble a terminal. */
const MEMBER_NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

// Longer texts hold no number that anything here takes; refusing them first keeps giant integers from being parsed at all.
const INTEGER = /^(?:0|[1-9][0-9]{0,77})$/;

function bigintIn(value: unknown): bigint | undefined {
  return typeof value === "string" && INTEGER.test(value) ? BigInt(value) : undefined;
}

/** Makes the error that refuses what stands at a path. */
export type Refusal = (path: string, expected: string) => Error;

/**
 * What is read: JSON from outside, or a value of this program that its types may lie about. Integers are decimal texts in
 * the one and bigints in the other; a value may carry more than its type says, JSON may not.
 */
export type Form = "json" | "value";

/** Reads the members of one object from outside, each only where it is the object's own. */
export class Members {
  readonly path: string;
  readonly #object: object;
  readonly #refusal: Refusal;
  readonly #form: Form;
  readonly #unread: Set<string>;

  constructor(object: unknown, path: string, refusal: Refusal, form: Form = "json") {
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
      throw refusal(path, "an object");
    }
    this.path = path;
    this.#object = object;
    this.#refusal = refusal;
    this.#form = form;
    this.#unread = new Set(Object.keys(object));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  at(name: string): string {
    return `${this.path}.${MEMBER_NAME.test(name) ? name : "(unknown member)"}`;
  }

  /** The error that refuses a member. */
  refuse(name: string, expected: string): Error {
    return this.#refusal(this.at(name), expected);
  }

  take(name: string): unknown {
    this.#unread.delete(name);
    return this.has(name) ? (this.#object as Readonly<Record<string, unknown>>)[name] : undefined;
  }

  takeObject(name: string): Members {
    return new Members(this.take(name), this.at(name), this.#refusal, this.#form);
  }

  takeString(name: string): string {
    const value = this.take(name);
    if (typeof value !== "string") throw this.refuse(name, "a text");
    return value;
  }

  takeVersion(version: number): void {
    if (this.take("version") !== version) throw this.refuse("version", String(version));
  }

  takeBoolean(name: string): boolean {
    const value = this.take(name);
    if (typeof value !== "boolean") throw this.refuse(name, "true or false");
    return value;
  }

  #integer(name: string, limit: bigint | undefined, kind: string): bigint {
    const member = this.take(name);
    const integer = this.#form === "value" ? member : bigintIn(member);
    if (typeof integer !== "bigint" || integer < 0n || (limit !== undefined && integer >= limit)) {
      throw this.refuse(name, `${kind} as a ${this.#form === "value" ? "bigint" : "decimal text"}`);
    }
    return integer;
  }

  /** A whole number that is not negative, below a limit where one is given. JSON numbers would round it. */
  takeInteger(name: string, limit?: bigint): bigint {
    return this.#integer(name, limit, `a whole number${limit === undefined ? "" : ` below ${limit}`}`);
  }

  takeFieldElement(name: string): bigint {
    return this.#integer(name, FIELD_MODULUS, "a field element");
  }

  /** A whole number that a JSON number holds exactly. */
  takeNumber(name: string, minimum: number, maximum: number): number {
    const value = this.take(name);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < minimum || value > maximum) {
      throw this.refuse(name, `a whole number from ${minimum} to ${maximum}`);
    }
    return value;
  }

  /** An address, in its checksummed form. */
  takeAddress(name: string): string {
    try {
      return checkedAddress(name, this.take(name) as string);
    } catch (error) {
      if (!(error instanceof NotAnAddressError)) throw error;
      throw this.refuse(
        name,
        "an Ethereum address: 0x and 40 hex digits, in lower case or with its checksum",
      );
    }
  }

  takeObjects(name: string, longest: number): Members[] {
    return this.takeList(name, longest).map(
      (object, index) => new Members(object, `${this.at(name)}[${index}]`, this.#refusal, this.#form),
    );
  }

  takeList(name: string, longest: number): unknown[] {
    const list = this.take(name);
    if (!Array.isArray(list) || list.length === 0 || list.length > longest) {
      throw this.refuse(name, `a list of 1 to ${longest} members`);
    }
    return Array.from(list as unknown[]);
  }

  /** Refuses what nobody took of a JSON object: it might be something that its author counts on. */
  assertAllRead(): void {
    if (this.#form === "value") return;
    const [unknown] = this.#unread;
    if (unknown !== undefined) throw this.refuse(unknown, "absent");
  }
}
