import { AftercareError } from "../../errors.ts";
import { Kernel } from "./instance.ts";
import { writeKernel } from "./kernel.ts";
import { kernelCounts } from "./self-test.ts";

/** The processor or the browser cannot run the kernel. */
export class KernelUnsupportedError extends AftercareError {
  override readonly name = "KernelUnsupportedError";

  constructor(options?: ErrorOptions) {
    super(
      "The fast proving engine does not run here: it needs WebAssembly's relaxed SIMD with fused multiply-add.",
      'Leave the choice to the library, or ask for the engine "snarkjs".',
      {},
      options,
    );
  }
}

/** A kernel's code, which threads share, and the first address that it leaves to its user. */
export interface CompiledKernel {
  readonly module: WebAssembly.Module;
  readonly reservedBytes: number;
}

let compiled: Promise<CompiledKernel> | undefined;

/**
 * The kernel, compiled once for provers and verifiers alike, and tried out.
 *
 * @throws KernelUnsupportedError
 */
export function compileKernel(): Promise<CompiledKernel> {
  compiled ??= compile().catch((error: unknown) => {
    compiled = undefined;
    throw error;
  });
  return compiled;
}

async function compile(): Promise<CompiledKernel> {
  const { bytes, reservedBytes } = writeKernel();
  if (!WebAssembly.validate(bytes)) throw new KernelUnsupportedError();
  const module = await WebAssembly.compile(bytes);
  if (!kernelCounts(await Kernel.start(module, reservedBytes))) throw new KernelUnsupportedError();
  return { module, reservedBytes };
}
