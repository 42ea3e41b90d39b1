import { posix } from "node:path";

/** What is used of package-lock.json, version 3. */
export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** Names that a package asks for, with whether it does without. */
function wantedBy(locked: LockedPackage): Map<string, boolean> {
  const wanted = new Map(Object.keys(locked.dependencies ?? {}).map((name) => [name, false]));
  for (const name of Object.keys(locked.optionalDependencies ?? {})) wanted.set(name, true);
  for (const name of Object.keys(locked.peerDependencies ?? {}))
    if (locked.peerDependenciesMeta?.[name]?.optional !== true) wanted.set(name, false);
  return wanted;
}

/** Where Node finds a package when it is imported from a folder: in the next `node_modules` above that has it. */
function find(lock: Lock, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, "node_modules", name);
    if (path in lock.packages) return path;
    if (folder === ".") return undefined;
  }
}

/**
 * The packages that whoever installs these gets with them, as their paths from the root of a lock file.
 *
 * @throws Error for a package that is not locked
 */
export function closureOf(lock: Lock, names: readonly string[]): ReadonlySet<string> {
  const closure = new Set<string>();
  const add = (name: string, from: string, isOptional: boolean): void => {
    const path = find(lock, name, from);
    if (path === undefined) {
      if (isOptional) return;
      throw new Error(`${name} is not in package-lock.json.`);
    }
    if (closure.has(path)) return;
    closure.add(path);
    for (const [wanted, optional] of wantedBy(lock.packages[path]!)) add(wanted, path, optional);
  };
  for (const name of names) add(name, ".", false);
  return closure;
}
