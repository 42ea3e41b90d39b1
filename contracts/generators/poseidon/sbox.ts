import { FIELD_MODULUS } from "../../../circuits/field.ts";
import type { Assembler, Value } from "./assembler.ts";

/** Replaces x on top of the stack, and the modulus beneath it, by x⁵ mod q. x need not be reduced. */
export function emitSBox(assembler: Assembler): Value {
  const x = assembler.top;
  assembler.constant(FIELD_MODULUS);
  assembler.constant(FIELD_MODULUS);
  assembler.duplicate(x);
  assembler.duplicate(x);
  const square = assembler.multiplyModulo();
  assembler.duplicate(square);
  assembler.multiplyModulo(); // x⁴, with x and a modulus beneath
  return assembler.multiplyModulo();
}
