import { AftercareError } from "../../errors.ts";
import { Kernel, type CompiledKernel } from "./instance.ts";
import type { ArithmeticName } from "./layout.ts";
import { kernelModule } from "./module.ts";
import { kernelCounts } from "./self-test.ts";

/** The browser cannot run the kernel on any arithmetic. */
export class KernelUnsupportedError extends AftercareError {
  override readonly name = "KernelUnsupportedError";

  constructor(options?: ErrorOptions) {
    super(
      "The fast proving engine does not run here: it needs WebAssembly SIMD.",
      'Leave the choice to the library, or ask for the engine "snarkjs".',
      {},
      options,
    );
  }
}

// The faster one first: the other takes a third longer, and runs in browsers without relaxed SIMD.
const ARITHMETICS: readonly ArithmeticName[] = ["fused", "integer"];

let compiled: Promise<CompiledKernel> | undefined;

/**
 * The kernel on the best arithmetic that runs here, compiled once for provers and verifiers alike, and tried out.
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
  for (const arithmetic of ARITHMETICS) {
    const { bytes, reservedBytes } = await kernelModule(arithmetic);
    if (!WebAssembly.validate(bytes)) continue;
    const kernel = { module: await WebAssembly.compile(bytes), reservedBytes, arithmetic };
    if (kernelCounts(await Kernel.start(kernel))) return kernel;
  }
  throw new KernelUnsupportedError();
}
