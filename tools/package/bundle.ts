import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { build, createLogger, type InlineConfig, type Rolldown } from "vite";

/** A file of the built package. */
export interface PackageFile {
  /** The package's folder, in which its dependencies are found too. */
  readonly root: string;
  /** Path from there. */
  readonly file: string;
}

/** A file of the package as a bundler for browsers makes it. */
export interface Bundle {
  readonly chunks: readonly Rolldown.OutputChunk[];
  /**
   * Modules that were read, as paths from the root, or as the bundler names what is no file. Some leave nothing behind: this
   * bundler drops what is not used, another might keep it.
   */
  readonly modules: readonly string[];
  /** Modules that were left out, as paths from the root, or names of packages. */
  readonly external: readonly string[];
  /** Whatever the bundler warned of. */
  readonly complaints: readonly string[];
}

async function bundle(root: string, config: InlineConfig): Promise<Bundle> {
  const complaints: string[] = [];
  const record = (message: string) => complaints.push(message);
  const modules: string[] = [];
  const named = (id: string) => (id.startsWith(`${root}/`) ? id.slice(root.length + 1) : id);
  const output = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "silent",
    customLogger: { ...createLogger("silent"), warn: record, warnOnce: record, error: record },
    worker: { format: "es" },
    plugins: [
      {
        name: "modules",
        buildEnd() {
          modules.push(...[...this.getModuleIds()].map(named));
        },
      },
    ],
    ...config,
    build: {
      write: false,
      minify: true,
      target: "esnext",
      modulePreload: false,
      ...config.build,
      rolldownOptions: {
        // A slow machine is no fault of the bundle.
        checks: { bundlerTimings: false },
        onwarn: ({ message }) => complaints.push(message),
        ...config.build?.rolldownOptions,
      },
    },
  });
  const chunks = [output]
    .flat()
    .flatMap((made) => ("output" in made ? made.output : []))
    .filter((file) => file.type === "chunk");
  const names = new Set(chunks.map(({ fileName }) => fileName));
  return {
    chunks,
    modules,
    external: chunks
      .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
      .filter((name) => !names.has(name)),
    complaints,
  };
}

/** As an application takes a module in: what is imported later becomes a file of its own. */
export function bundleForPage(
  { root, file }: PackageFile,
  { without = [] }: { readonly without?: readonly string[] } = {},
): Promise<Bundle> {
  const leftOut = without.map((folder) => join(root, folder));
  return bundle(root, {
    build: {
      rolldownOptions: {
        input: join(root, file),
        preserveEntrySignatures: "strict",
        external: (id) => leftOut.some((folder) => id.startsWith(`${folder}/`)),
      },
    },
  });
}

/** As one classic script that puts the module's exports into a variable. */
export function bundleAsScript({ root, file }: PackageFile, name: string): Promise<Bundle> {
  return bundle(root, {
    build: {
      lib: { entry: join(root, file), formats: ["iife"], name, fileName: name },
      rolldownOptions: {
        // A classic script does not know its own address, from which the worker's is taken.
        transform: { define: { "import.meta.url": JSON.stringify("https://page.example/script.js") } },
      },
    },
  });
}

/** Chunks, what they weigh after gzip, in bytes, and the modules in them, as the bundler names them. */
export interface Load {
  readonly bytes: number;
  readonly modules: readonly string[];
}

/** What a page loads before it can run anything, the entry and all that it imports at once, and what it loads when needed. */
export function loadsOf({ chunks }: Bundle): { readonly atOnce: Load; readonly later: Load } {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const atOnce = new Set<string>();
  const load = (name: string) => {
    const chunk = byName.get(name);
    if (chunk === undefined || atOnce.has(name)) return;
    atOnce.add(name);
    chunk.imports.forEach(load);
  };
  chunks.filter(({ isEntry }) => isEntry).forEach(({ fileName }) => load(fileName));
  const loadOf = (loaded: readonly Rolldown.OutputChunk[]): Load => ({
    bytes: loaded.reduce((sum, { code }) => sum + gzipSync(code).length, 0),
    modules: loaded.flatMap(({ modules }) => Object.keys(modules)),
  });
  return {
    atOnce: loadOf(chunks.filter(({ fileName }) => atOnce.has(fileName))),
    later: loadOf(chunks.filter(({ fileName }) => !atOnce.has(fileName))),
  };
}
