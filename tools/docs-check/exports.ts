import { posix } from "node:path";

import { parseSync } from "vite";

/** Reads a source file by its path from the root. */
export type ReadSource = (path: string) => string;

/** The names that a module exports, those of modules that it passes on among them. */
export function exportsOf(path: string, read: ReadSource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { entries } of parseSync(path, read(path)).module.staticExports) {
    for (const { moduleRequest, importName, exportName } of entries) {
      if (exportName.name !== null) names.add(exportName.name);
      else if (exportName.kind === "Default") names.add("default");
      else if (moduleRequest !== null && importName.kind === "AllButDefault") {
        const target = posix.join(posix.dirname(path), moduleRequest.value);
        for (const name of exportsOf(target, read)) names.add(name);
      }
    }
  }
  return names;
}

type ExportTarget = string | { readonly default: string };

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, ExportTarget>>;
}

/** The source file that the target of an entry is built from; a file of data is its own source. */
export function sourceOf(target: ExportTarget): string {
  const built = typeof target === "string" ? target : target.default;
  return built.replace(/^\.\/(?:dist\/)?/, "").replace(/\.js$/, ".ts");
}

/** What each entry of the package exports, by the name that users import it by; nothing for a file of data. */
export function entriesOf(
  { name, exports }: Manifest,
  read: ReadSource,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    Object.entries(exports).map(([entry, target]) => {
      const source = sourceOf(target);
      return [posix.join(name, entry), source.endsWith(".ts") ? exportsOf(source, read) : new Set<string>()];
    }),
  );
}
