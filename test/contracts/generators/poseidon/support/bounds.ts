const LARGEST_WORD = 2n ** 256n - 1n;

/**
 * Walks through straight-line code as the EVM would, with the largest value that each stack item can have in place of
 * the item, and returns the largest of every ADD. It reads nothing but the bytes, so it checks the generator's own
 * book-keeping. Jumps are walked past: the only loop comes back with its pointer changed and nothing else.
 */
export function largestSums(code: Uint8Array): bigint[] {
  const stack: bigint[] = [];
  const sums: bigint[] = [];
  const pop = (): bigint => {
    const value = stack.pop();
    if (value === undefined) throw new Error("The stack is empty.");
    return value;
  };
  const replace = (count: number, result: (...operands: bigint[]) => bigint): void => {
    stack.push(result(...Array.from({ length: count }, pop)));
  };

  for (let at = 0; at < code.length; at++) {
    const opcode = code[at]!;
    if (opcode >= 0x5f && opcode <= 0x7f) {
      const length = opcode - 0x5f;
      stack.push(BigInt(`0x0${Buffer.from(code.slice(at + 1, at + 1 + length)).toString("hex")}`));
      at += length;
    } else if (opcode >= 0x80 && opcode <= 0x8f) {
      stack.push(stack.at(0x7f - opcode)!);
    } else if (opcode >= 0x90 && opcode <= 0x9f) {
      const other = stack.length - (opcode - 0x8f) - 1;
      [stack[other], stack[stack.length - 1]] = [stack.at(-1)!, stack[other]!];
    } else {
      switch (opcode) {
        case 0x01: // ADD
          replace(2, (left, right) => {
            sums.push(left + right);
            return left + right;
          });
          break;
        case 0x02: // MUL, of a size and a truth value
          replace(2, (left, right) => left * right);
          break;
        case 0x06: // MOD
          replace(2, (_, modulus) => modulus - 1n);
          break;
        case 0x08: // ADDMOD
        case 0x09: // MULMOD
          replace(3, (_left, _right, modulus) => modulus - 1n);
          break;
        case 0x11: // GT
          replace(2, () => 1n);
          break;
        case 0x15: // ISZERO
          replace(1, () => 1n);
          break;
        case 0x35: // CALLDATALOAD
          replace(1, () => LARGEST_WORD);
          break;
        case 0x36: // CALLDATASIZE
        case 0x59: // MSIZE
          stack.push(2n ** 64n);
          break;
        case 0x50: // POP
          pop();
          break;
        case 0x57: // JUMPI
        case 0x52: // MSTORE
        case 0xf3: // RETURN
        case 0xfd: // REVERT
          pop();
          pop();
          break;
        case 0x5b: // JUMPDEST
          break;
        default:
          throw new Error(`The walk knows nothing of opcode 0x${opcode.toString(16)}.`);
      }
    }
  }
  return sums;
}
