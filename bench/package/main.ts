import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Terminal } from "../../circuits/command-line.ts";
import { CHROMIUM_MISSING, chromiumExists } from "../../tools/browser/chromium.ts";
import { bundleForPage, loadsOf } from "../../tools/package/bundle.ts";
import { createConsumer, packTarball, type Consumer } from "../../tools/package/consumer.ts";
import { fileOfEntry, PAGE_ENTRIES } from "../../tools/package/entries.ts";
import { nodesOfMachine, SUPPORTED_RELEASES } from "../../tools/package/nodes.ts";
import { BUNDLERS } from "../../tools/package/pages/bundlers.ts";
import { proveInPage } from "../../tools/package/pages/run.ts";
import { layProgram } from "../../tools/package/request.ts";
import { sizeOf } from "../../tools/package/size.ts";
import { describeMachine } from "../machine.ts";

const RESULTS = new URL("../results/package.json", import.meta.url);

const exec = promisify(execFile);

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

interface InstallResult {
  /** All that npm puts into `node_modules`. */
  readonly installMB: number;
  readonly tarballMB: number;
  readonly packages: number;
}

async function npmInstall(folder: string, what: string): Promise<void> {
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await exec("npm", ["install", what, "--no-audit", "--no-fund"], { cwd: folder });
}

async function inTemporaryFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-install-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What somebody gets who installs the tarball into an empty folder; takes npm's registry. */
function measureInstallation(): Promise<InstallResult> {
  return inTemporaryFolder((packed) =>
    inTemporaryFolder(async (folder) => {
      const tarball = await packTarball(packed);
      await npmInstall(folder, tarball);
      const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8")) as {
        readonly packages: object;
      };
      return {
        installMB: megabytes(await sizeOf(join(folder, "node_modules"))),
        tarballMB: megabytes((await stat(tarball)).size),
        // The folder itself is one of them.
        packages: Object.keys(lock.packages).length - 1,
      };
    }),
  );
}

/** What a page loads at once for each entry, and what it loads when something needs it. */
async function measureEntries(consumer: Consumer) {
  const entries: Record<string, { readonly gzipKB: number; readonly laterGzipKB: number }> = {};
  for (const entry of PAGE_ENTRIES) {
    const { atOnce, later } = loadsOf(
      await bundleForPage({ root: consumer.package, file: fileOfEntry(entry) }),
    );
    entries[entry.slice("./".length)] = {
      gzipKB: kilobytes(atOnce.bytes),
      laterGzipKB: kilobytes(later.bytes),
    };
  }
  return entries;
}

/** Whether a page proves, for each bundler: `proved`, or what went wrong. */
async function tryBundlers(): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for (const bundler of BUNDLERS) {
    await using consumer = await createConsumer(bundler.packages);
    outcomes[bundler.name] = await proveInPage(consumer, bundler).then(
      ({ result }) => result,
      (error: unknown) => String(error),
    );
  }
  return outcomes;
}

/** Runs what the consumer proves under one Node: `proved`, or what went wrong. */
async function proveUnder(node: string, { folder }: Consumer): Promise<string> {
  const script = 'console.log((await (await import("./prove.js")).prove()) ? "proved" : "invalid");\n';
  await writeFile(join(folder, "script.js"), script);
  return await exec(node, ["script.js"], { cwd: folder }).then(
    ({ stdout }) => stdout.trim(),
    (error: unknown) => String(error),
  );
}

/** Whether the package proves under every release of Node that it is for; those that are missing come from npm. */
async function tryNodes(consumer: Consumer): Promise<Record<string, string>> {
  await layProgram("prove.js", consumer.folder);
  const here = new Map((await nodesOfMachine()).map(({ release, path }) => [release, path]));
  const outcomes: Record<string, string> = {};
  for (const release of SUPPORTED_RELEASES) {
    const path = here.get(release);
    outcomes[release] =
      path === undefined
        ? await inTemporaryFolder(async (folder) => {
            const name = `node-${process.platform}-${process.arch}`;
            await npmInstall(folder, `${name}@${release}`);
            return await proveUnder(join(folder, "node_modules", name, "bin", "node"), consumer);
          })
        : await proveUnder(path, consumer);
  }
  return outcomes;
}

/** What the package costs those who install it, and whether it proves where they use it. */
export async function run(
  { json, write }: { readonly json: boolean; readonly write: boolean },
  { console }: Terminal,
): Promise<void> {
  if (!(await chromiumExists())) throw new Error(CHROMIUM_MISSING);
  await using consumer = await createConsumer();
  const result = {
    machine: describeMachine(),
    consumer: await measureInstallation(),
    entries: await measureEntries(consumer),
    nodes: await tryNodes(consumer),
    bundles: await tryBundlers(),
  };
  if (write) await writeFile(RESULTS, `${JSON.stringify(result, null, 2)}\n`);
  if (json) console.log(JSON.stringify(result, null, 2));
  else {
    console.table(result.consumer);
    console.table(result.entries);
    console.table({ ...result.nodes, ...result.bundles });
  }
}
