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
  /(?:^ {2}\/\*\*\n(?<comment>(?:^ {3}\*.*\n)*?)^ {3}\*\/\n)?^ {2}(?:(?:public|override|static|async) )*(?<name>[a-zA-Z]\w*)(?=[<(])/gm;

/** Methods, factories and constructors that whoever uses a role can call. */
export async function methodsOfRoles(): Promise<Method[]> {
  const methods = await Promise.all(
    Object.entries(ROLES).map(async ([role, path]) => {
      const source = await readFile(new URL(`../../../../client/sdk/${path}`, import.meta.url), "utf8");
      const body = source.slice(source.search(/^export (?:abstract )?class /m));
      // What is private or protected says so before its name, where the pattern finds no member.
      return [...body.matchAll(MEMBER)].map(({ groups = {} }): Method => ({
        name: `${role}.${groups["name"]}`,
        example: exampleIn(groups["comment"] ?? ""),
      }));
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
