import { BASE_FIELD_MODULUS, modularInverse } from "../../../circuits/field.ts";
import { closestToZero, MONTGOMERY_BITS, PAIR_BYTES, balancedLimbs } from "./field.ts";
import type { Kernel } from "./instance.ts";

// Full limbs, whose products lose their lower half where multiply-add rounds twice.
const FACTORS = [BASE_FIELD_MODULUS / 3n, -BASE_FIELD_MODULUS / 7n] as const;

/**
 * Whether the kernel multiplies right on this processor. WebAssembly leaves it to the processor whether `multiplyAdd`
 * rounds once, as the kernel needs, or twice.
 */
export function kernelCounts(kernel: Kernel): boolean {
  return kernel.temporarily(() => {
    const [left, right] = [kernel.allocate(PAIR_BYTES), kernel.allocate(PAIR_BYTES)];
    kernel.writePair(left, FACTORS[0]);
    kernel.writePair(right, FACTORS[1]);
    kernel.functions.coordinateMultiply(left, left, right);
    kernel.functions.coordinateReduce(left, left);
    const expected = closestToZero(
      FACTORS[0] * FACTORS[1] * modularInverse(1n << MONTGOMERY_BITS, BASE_FIELD_MODULUS),
      BASE_FIELD_MODULUS,
    );
    const limbs = kernel.limbs(left, 2);
    return balancedLimbs(expected).every(
      (limb, index) => limbs[2 * index] === limb && limbs[2 * index + 1] === limb,
    );
  });
}
