/** What the root's package.json says, as far as users of the package are concerned. */
export interface RootManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly sideEffects: boolean | readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The package.json of the built package: nothing that only the repository needs, above all no script and no Node. */
export type PackageManifest = Omit<RootManifest, "dependencies" | "exports"> & {
  readonly exports: Readonly<
    Record<string, string | { readonly types: string; readonly node: string; readonly default: string }>
  >;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** The built package imports what its users would not get. */
export class UndeclaredPackageError extends Error {
  override readonly name = "UndeclaredPackageError";

  constructor(name: string) {
    super(`The built package imports ${name}, which is not among the dependencies of package.json.`);
  }
}

/** A path of the repository as the built package has it: `dist/` is the package's own root. */
const built = (path: string): string => path.replace(/^\.\/dist\//, "./");

/** Where the files for Node are, from the root of the built package: as deep as the modules that look for files beside them. */
export const NODE_FOLDER = "for/node";

/** The file of an entry for Node: `./sdk/patient` is in `for/node/sdk-patient.js`. */
export const nodeFile = (entry: string): string => `${NODE_FOLDER}/${nodeName(entry)}.js`;

/** What an entry is called there. */
export const nodeName = (entry: string): string => entry.slice("./".length).replaceAll("/", "-");

/** The file that an entry of the root's package.json leads to, from the root of the built package. */
export const entryFile = (target: RootManifest["exports"][string]): string =>
  built(typeof target === "string" ? target : target.default).slice("./".length);

/**
 * @param imported Names of the packages that the built code imports, and that are not bundled into it.
 * @throws UndeclaredPackageError
 */
export function packageManifest(
  {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin,
    exports,
    sideEffects,
    dependencies,
  }: RootManifest,
  imported: ReadonlySet<string>,
): PackageManifest {
  const versionOf = (wanted: string): string => {
    const declared = dependencies[wanted];
    if (declared === undefined) throw new UndeclaredPackageError(wanted);
    return declared;
  };
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin,
    exports: Object.fromEntries(
      Object.entries(exports).map(([entry, target]) => [
        entry,
        typeof target === "string"
          ? built(target)
          : { types: built(target.types), node: `./${nodeFile(entry)}`, default: built(target.default) },
      ]),
    ),
    sideEffects,
    dependencies: Object.fromEntries([...imported].toSorted().map((wanted) => [wanted, versionOf(wanted)])),
  };
}
