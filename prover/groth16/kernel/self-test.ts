import { BASE_FIELD_MODULUS, modularInverse } from "../../../circuits/field.ts";

import type { Kernel } from "./instance.ts";
import { balancedLimbs, closestToZero } from "./layout.ts";

// Full limbs, whose products lose their lower half where multiply-add rounds twice.
const FACTORS = [BASE_FIELD_MODULUS / 3n, -BASE_FIELD_MODULUS / 7n] as const;

/**
 * Whether the kernel multiplies right on this processor. WebAssembly leaves it to the processor whether `multiplyAdd`
 * rounds once, as the kernel needs, or twice.
 */
export function kernelCounts(kernel: Kernel): boolean {
  const { pairBytes, montgomeryBits } = kernel.layout;
  return kernel.temporarily(() => {
    const [left, right] = [kernel.allocate(pairBytes), kernel.allocate(pairBytes)];
    kernel.writePair(left, FACTORS[0]);
    kernel.writePair(right, FACTORS[1]);
    kernel.functions.coordinateMultiply(left, left, right);
    kernel.functions.coordinateReduce(left, left);
    const expected = closestToZero(
      FACTORS[0] * FACTORS[1] * modularInverse(1n << montgomeryBits, BASE_FIELD_MODULUS),
      BASE_FIELD_MODULUS,
    );
    const limbs = balancedLimbs(expected, kernel.layout);
    return ([0, 1] as const).every((lane) => {
      const counted = kernel.readLimbs(left, lane);
      return limbs.every((limb, index) => counted[index] === limb);
    });
  });
}
