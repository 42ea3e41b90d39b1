// The optimal ate pairing of BN254, on a kernel: products of pairings, and which points it is made for.
import { G2, type FinitePoint } from "../curve.ts";
import type { Kernel } from "../kernel/instance.ts";
import { becomesOne } from "./final-exponentiation.ts";
import { frobeniusOnTwist } from "./frobenius.ts";
import type { Pair } from "./pairing.ts";
import { Tower, ExtensionField, type Fq2 } from "./tower.ts";
import { WanderingPoints } from "./twist.ts";

/**
 * Whether points on the twist's curve are in G2: they are if (6t + 2)Q + ψ(Q) − ψ²(Q) + ψ³(Q) = 0. As ψ² − (6t² + 1)ψ + q = 0 on the twist, the points with this property
 * are as many as the greatest common divisor of the two polynomials' resultant and the twist's order r·(2q − r), which is r.
 */
export function inSubgroup(kernel: Kernel, points: readonly FinitePoint[]): boolean {
  return kernel.temporarily(() =>
    inPairs(points).every(([low, high = low]) => {
      const wandering = new WanderingPoints(new ExtensionField(kernel), low, high);
      wandering.walk(() => {});
      return ([low, high] as const).every((point, lane) =>
        wandering.isAt(lane as 0 | 1, G2.negative(timesPsi(point, 3))!),
      );
    }),
  );
}

function timesPsi(point: FinitePoint, times: number): FinitePoint {
  return times === 0 ? point : timesPsi(frobeniusOnTwist(point), times - 1);
}

function inPairs<Element>(elements: readonly Element[]): [Element, Element?][] {
  return elements.flatMap((_, index) =>
    index % 2 === 0 ? [elements.slice(index, index + 2) as [Element, Element?]] : [],
  );
}

/** Whether Π e(first, second) = 1, for points of the right subgroups. */
export function productIsOne(kernel: Kernel, pairs: readonly Pair[]): boolean {
  return kernel.temporarily(() => {
    const tower = new Tower(kernel);
    const value = tower.allocate();
    tower.write(value, coefficientsOfOne);
    for (const [low, high] of inPairs(pairs)) {
      const loop = millerLoop(tower, low, high ?? low);
      // A pair that is left over stands in both lanes, and counts in one.
      const ofHigh = high === undefined ? coefficientsOfOne : tower.read(loop, 1);
      tower.multiply(value, value, loop);
      const other = tower.allocate();
      tower.write(other, ofHigh);
      tower.multiply(value, value, other);
    }
    return becomesOne(tower, value);
  });
}

const zero = { real: 0n, imaginary: 0n };
const coefficientsOfOne = [{ real: 1n, imaginary: 0n }, zero, zero, zero, zero, zero];

/** Miller's loop for two pairs, one in each lane. */
function millerLoop(tower: Tower, low: Pair, high: Pair) {
  const { base } = tower;
  const coordinate = (index: 0 | 1): Fq2 =>
    base.constant({ real: low.first[index]!, imaginary: 0n }, { real: high.first[index]!, imaginary: 0n });
  const [x, y] = [coordinate(0), coordinate(1)];
  const value = tower.allocate();
  tower.write(value, coefficientsOfOne);
  const points = new WanderingPoints(base, low.second, high.second);
  const { constant, first, third } = points.line;
  points.walk((doubled) => {
    if (doubled) tower.square(value, value);
    base.scale(constant, constant, y);
    base.scale(first, first, x);
    tower.multiplyByLine(value, value, constant, first, third);
  });
  return value;
}
