import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { reviewRequest } from "../../fixtures/review-request.ts";

/** JavaScript that makes a value of numbers, texts, lists and objects again. */
function sourceOf(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(sourceOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${sourceOf(member)}`,
  );
  return `{${members.join(",")}}`;
}

/** A module of JavaScript that exports values of numbers, texts, lists and objects. */
export function moduleOf(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${sourceOf(value)};\n`)
    .join("");
}

/** Puts a program of `users/` into a consumer's folder, and beside it `request.js`, what it proves. */
export async function layProgram(program: string, folder: string): Promise<void> {
  await cp(join(import.meta.dirname, "users", program), join(folder, program));
  await writeFile(join(folder, "request.js"), moduleOf({ request: reviewRequest() }));
}
