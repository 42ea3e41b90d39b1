import { writeKernel, type KernelModule } from "./kernel.ts";
import type { ArithmeticName } from "./layout.ts";

/**
 * The kernel's module over an arithmetic. Written when it is needed, which takes a tenth of the time to a first proof: the
 * package has another file in place of this one, made by `tools/package/kernel-modules.ts`, with the bytes in it.
 */
export async function kernelModule(arithmetic: ArithmeticName): Promise<KernelModule> {
  return writeKernel(arithmetic);
}
