import { UnrepresentableFieldError } from "../errors.ts";

/** Names that may appear in the path of an error; anything else in their place is from outside and not repeated. */
const ELEMENT_NAME = /^_?[A-Za-z][A-Za-z0-9]{0,63}$/;

function isObject(json: unknown): json is object {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isSoundText(value: unknown): value is string {
  // Lone surrogates have no UTF-8 and U+0000 is forbidden by FHIR: both would make two identifiers hash alike.
  return typeof value === "string" && value !== "" && !value.includes("\0") && value.isWellFormed();
}

/**
 * A JSON object of a bundle together with its path. Every access checks the type of what is there, so that readers
 * never meet a value they did not expect, and every refusal names the path.
 */
export class FhirElement {
  readonly path: string;
  readonly #json: object;

  constructor(json: unknown, path: string) {
    if (!isObject(json)) {
      throw new UnrepresentableFieldError(path, "a JSON object");
    }
    this.path = path;
    this.#json = json;
  }

  /** Refuses a modifier extension. FHIR: whoever does not understand one must not use the element, it may negate it. */
  assertUnmodified(): void {
    if (this.has("modifierExtension"))
      throw this.refuse("modifierExtension", "absent, as it may alter the meaning");
  }

  names(): string[] {
    return Object.keys(this.#json);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#json, name);
  }

  at(name: string): string {
    return `${this.path}.${ELEMENT_NAME.test(name) ? name : "(unknown element)"}`;
  }

  /** The error that refuses one of this element's children. */
  refuse(name: string, expected: string): UnrepresentableFieldError {
    return new UnrepresentableFieldError(this.at(name), expected);
  }

  /** The value under a name, unchecked; undefined where there is none. */
  value(name: string): unknown {
    return this.has(name) ? (this.#json as Readonly<Record<string, unknown>>)[name] : undefined;
  }

  optionalString(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!isSoundText(value)) throw this.refuse(name, "a non-empty string");
    return value;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw this.refuse(name, "present");
    return value;
  }

  optionalChild(name: string): FhirElement | undefined {
    return this.has(name) ? unmodified(new FhirElement(this.value(name), this.at(name))) : undefined;
  }

  child(name: string): FhirElement {
    const child = this.optionalChild(name);
    if (child === undefined) throw this.refuse(name, "present");
    return child;
  }

  /** The members of a repeating element; none where it is absent. */
  children(name: string): FhirElement[] {
    if (!this.has(name)) return [];
    const members = this.value(name);
    if (!Array.isArray(members) || members.length === 0) throw this.refuse(name, "a non-empty list");
    // Array.from visits the holes of a sparse array too, where map would leave holes.
    return Array.from(members, (member: unknown, index) =>
      unmodified(new FhirElement(member, `${this.at(name)}[${index}]`)),
    );
  }

  /** The text under a name of an element that need not be right; undefined where there is no sound one. */
  peekText(name: string): string | undefined {
    const value = this.value(name);
    return isSoundText(value) ? value : undefined;
  }

  /**
   * The objects under a name, in a list or alone, of an element that need not be right: to find out whether it concerns
   * the surgery at all. What is no object is left out.
   */
  peek(name: string): FhirElement[] {
    const value = this.value(name);
    const members: readonly unknown[] = Array.isArray(value) ? value : [value];
    return Array.from(members, (member, index) =>
      isObject(member)
        ? [new FhirElement(member, Array.isArray(value) ? `${this.at(name)}[${index}]` : this.at(name))]
        : [],
    ).flat();
  }
}

function unmodified(element: FhirElement): FhirElement {
  element.assertUnmodified();
  return element;
}
