import { readFile } from "node:fs/promises";

/** A public method of a role, with the code of its `@example`; undefined where it has none. */
export interface Method {
  /** `Patient.book`. */
  readonly name: string;
  readonly example: string | undefined;
}

/** Where the roles are written. */
const ROLES = {
  Patient: "patient/patient.ts",
  Surgeon: "surgeon/surgeon.ts",
  BookingParty: "party/booking-party.ts",
  Insurer: "insurer/insurer.ts",
  Board: "board/board.ts",
  Arbiter: "arbiter/arbiter.ts",
  Keeper: "keeper/keeper.ts",
  Reader: "reader/reader.ts",
} as const;

// A member of a class is indented by two; nothing in its body is.
const MEMBER =
  /(?:^ {2}\/\*\*\n(?<comment>(?:^ {3}\*.*\n)*?)^ {3}\*\/\n)?^ {2}(?<modifiers>(?:static |async )*)(?<name>[a-zA-Z]\w*)(?=[<(])/gm;

/** Methods, factories and constructors that whoever uses a role can call. */
export async function methodsOfRoles(): Promise<Method[]> {
  const methods = await Promise.all(
    Object.entries(ROLES).map(async ([role, path]) => {
      const source = await readFile(new URL(`../../../../client/sdk/${path}`, import.meta.url), "utf8");
      const body = source.slice(source.search(/^export (?:abstract )?class /m));
      return [...body.matchAll(MEMBER)].flatMap(({ groups = {}, index }): Method[] => {
        const { name = "", comment } = groups;
        // What is private to its class, or to nobody but a factory, says so on the same line.
        const line = body.slice(body.lastIndexOf("\n", index + (comment?.length ?? 0)) + 1);
        if (name === "super" || /^ {2}(?:private|protected)/.test(line)) return [];
        return [{ name: `${role}.${name}`, example: exampleIn(comment ?? "") }];
      });
    }),
  );
  return methods.flat();
}

function exampleIn(comment: string): string | undefined {
  const lines = comment.split("\n").map((line) => line.replace(/^ {3}\* ?/, ""));
  const start = lines.indexOf("@example");
  return start === -1
    ? undefined
    : lines
        .slice(start + 1)
        .join("\n")
        .trim();
}

/** The names out of a list that a piece of code takes from outside. */
export function namesTaken(code: string, names: readonly string[]): string[] {
  const declared = new Set(
    [...code.matchAll(/\bconst ([^=]+)=/g)].flatMap(([, pattern = ""]) => pattern.match(/\w+/g) ?? []),
  );
  // A spread is no member access.
  const read = code.replaceAll("...", " ");
  return names.filter((name) => !declared.has(name) && new RegExp(`(?<![.\\w])${name}\\b`).test(read));
}
