import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { writeKernel } from "../../prover/groth16/kernel/kernel.ts";
import type { ArithmeticName } from "../../prover/groth16/kernel/layout.ts";

const FOLDER = "prover/groth16/kernel";

/** What stands in the package for the file that has the kernel written when it is needed. */
const MODULE = `import { hexToBytes } from "@noble/hashes/utils.js";
import * as fused from "./module-fused.js";

/** The kernel's module over an arithmetic; the second is for browsers without relaxed SIMD, and loaded there alone. */
export async function kernelModule(arithmetic) {
  const { hex, reservedBytes } = arithmetic === "fused" ? fused : await import("./module-integer.js");
  return { bytes: hexToBytes(hex), reservedBytes };
}
`;

/** Writes the kernel's modules into the compiled package, so that no user's processor has to. */
export async function writeKernelModules(folder: string): Promise<void> {
  const write = (name: string, text: string) => writeFile(join(folder, FOLDER, name), text);
  const writeModule = (arithmetic: ArithmeticName) => {
    const { bytes, reservedBytes } = writeKernel(arithmetic);
    const hex = Buffer.from(bytes).toString("hex");
    return write(
      `module-${arithmetic}.js`,
      `export const reservedBytes = ${reservedBytes};\nexport const hex = "${hex}";\n`,
    );
  };
  await Promise.all([write("module.js", MODULE), writeModule("fused"), writeModule("integer")]);
}
