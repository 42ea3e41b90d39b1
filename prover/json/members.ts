/** Names that may appear in the path of an error; anything else in their place could garble a terminal. */
const MEMBER_NAME = /^[A-Za-z][A-Za-z0-9]{0,31}$/;

/** Makes the error that refuses what stands at a path. */
export type Refusal = (path: string, expected: string) => Error;

/** Reads the members of one JSON object from outside, and lets none pass unread. */
export class Members {
  readonly path: string;
  readonly #json: object;
  readonly #refusal: Refusal;
  readonly #unread: Set<string>;

  constructor(json: unknown, path: string, refusal: Refusal) {
    if (typeof json !== "object" || json === null || Array.isArray(json)) {
      throw refusal(path, "a JSON object");
    }
    this.path = path;
    this.#json = json;
    this.#refusal = refusal;
    this.#unread = new Set(Object.keys(json));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#json, name);
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
    return this.has(name) ? (this.#json as Readonly<Record<string, unknown>>)[name] : undefined;
  }

  takeObject(name: string): Members {
    return new Members(this.take(name), this.at(name), this.#refusal);
  }

  takeString(name: string): string {
    const value = this.take(name);
    if (typeof value !== "string") throw this.refuse(name, "a text");
    return value;
  }

  /** A whole number, written as a decimal string: JSON numbers would round it. */
  takeInteger(name: string): bigint {
    const value = this.take(name);
    if (typeof value !== "string" || !/^(?:0|[1-9][0-9]{0,77})$/.test(value)) {
      throw this.refuse(name, "a whole number as a decimal text");
    }
    return BigInt(value);
  }

  takeList(name: string, longest: number): unknown[] {
    const list = this.take(name);
    if (!Array.isArray(list) || list.length === 0 || list.length > longest) {
      throw this.refuse(name, `a list of 1 to ${longest} members`);
    }
    return Array.from(list as unknown[]);
  }

  /** Refuses what nobody took: it might be something that its author counts on. */
  assertAllRead(): void {
    const [unknown] = this.#unread;
    if (unknown !== undefined) throw this.refuse(unknown, "absent");
  }
}
