import { posix } from "node:path";

import { referencesOf } from "../one-way/references.ts";
import { HEAVY_PACKAGES, heavyFile } from "./heavy.ts";

/** The name of a package in what an import says: `@scope/name/part` and `name/part` name parts. */
function packageOf(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

/** Names of the packages that a file of JavaScript imports. */
export function packagesIn(file: string, text: string): readonly string[] {
  return referencesOf(file, text).flatMap((reference) =>
    (reference.kind === "static" || reference.kind === "dynamic") &&
    !/^(?:\.|node:)/.test(reference.specifier)
      ? [packageOf(reference.specifier)]
      : [],
  );
}

/**
 * Names in a compiled file what the package has in other places than the repository: the script of a worker, which
 * TypeScript takes for a text like any other and leaves as it is, and packages of which a part is bundled.
 *
 * @param file Path from the package's root.
 */
export function withPackageReferences(file: string, text: string): string {
  const toRoot = posix.relative(posix.dirname(file), ".");
  return HEAVY_PACKAGES.reduce(
    (changed, name) =>
      changed.replaceAll(
        new RegExp(`(\\bfrom |\\bimport\\()"${name}"`, "g"),
        `$1"${posix.join(toRoot, heavyFile(name)).replace(/^(?!\.)/, "./")}"`,
      ),
    text.replaceAll(/new URL\("(\.[^"]+)\.ts", import\.meta\.url\)/g, 'new URL("$1.js", import.meta.url)'),
  );
}

/**
 * Says in compiled types what of the platform they name that not every project has: those of a page need not list
 * `esnext.disposable`, nor those of a server the DOM.
 *
 * @param file Path from the package's root.
 */
export function withPlatformTypes(file: string, text: string): string {
  if (!file.endsWith(".d.ts")) return text;
  const toRoot = posix.relative(posix.dirname(file), ".");
  const references = [
    /\bAsyncDisposable\b/.test(text) && '/// <reference lib="esnext.disposable" />\n',
    /\bWebAssembly\./.test(text) &&
      `/// <reference path="${posix.join(toRoot, "bundled/web-assembly.d.ts")}" />\n`,
  ];
  return references.filter((reference) => reference !== false).join("") + text;
}
