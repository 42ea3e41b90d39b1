import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { build } from "vite";
import webpack from "webpack";

/** What builds a page of the consumer's folder; `.` of a bundler's own settings is that folder. */
export interface Bundler {
  readonly name: string;
  /** Packages of the repository that the consumer needs besides the package itself. */
  readonly packages: readonly string[];
  /** Builds a page that runs `prove` of `./proof.js`, and returns the folder to serve. */
  readonly build: (folder: string) => Promise<string>;
}

const HTML =
  '<!doctype html><meta charset="utf-8"><title>proving</title><script type="module" src="/main.js"></script>\n';
const MAIN = 'import { prove } from "./proof.js";\n\nawait prove();\n';

const vite: Bundler = {
  name: "vite",
  packages: [],
  build: async (folder) => {
    await writeFile(join(folder, "index.html"), HTML);
    await writeFile(join(folder, "main.js"), MAIN);
    const outDir = join(folder, "dist-vite");
    // Nothing is set that an application would have to set, but for where things are.
    await build({ root: folder, configFile: false, logLevel: "error", build: { outDir } });
    return outDir;
  },
};

const webpackBundler: Bundler = {
  name: "webpack",
  packages: [],
  build: async (folder) => {
    await writeFile(join(folder, "main.js"), MAIN);
    const path = join(folder, "dist-webpack");
    const compiler = webpack({ mode: "production", context: folder, entry: "./main.js", output: { path } });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    if (stats === undefined || stats.hasErrors())
      throw new Error(`webpack: ${stats?.toString({ all: false, errors: true })}`);
    await writeFile(join(path, "index.html"), HTML);
    return path;
  },
};

const NEXT_FILES: Readonly<Record<string, string>> = {
  "next.config.mjs": 'export default { output: "export" };\n',
  "app/layout.jsx": `export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
  "app/page.jsx": `"use client";
import { useEffect } from "react";
import { prove } from "../proof.js";

export default function Page() {
  useEffect(() => void prove(), []);
  return <p>A proof.</p>;
}
`,
};

/** Next brings two bundlers of its own, Turbopack and webpack. */
function next(name: string, option: string): Bundler {
  return {
    name,
    packages: ["next", "react", "react-dom"],
    build: async (folder) => {
      await mkdir(join(folder, "app"), { recursive: true });
      for (const [path, text] of Object.entries(NEXT_FILES)) await writeFile(join(folder, path), text);
      await promisify(execFile)(process.execPath, ["node_modules/next/dist/bin/next", "build", option], {
        cwd: folder,
        env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      });
      return join(folder, "out");
    },
  };
}

export const BUNDLERS: readonly Bundler[] = [
  vite,
  webpackBundler,
  next("next", "--turbopack"),
  next("next with webpack", "--webpack"),
];
