/** Multiplication in the dihedral group D5, as Verhoeff's scheme takes it. */
function compose(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : ((left + right) % 5) + 5;
  return right < 5 ? ((left - right) % 5) + 5 : (left - right + 5) % 5;
}

const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4] as const;

/** Digits from the right, which is where all three schemes begin to count. */
function digitsFromRight(number: string): number[] {
  return Array.from(number, Number).toReversed();
}

function permuted(digit: number, times: number): number {
  let image = digit;
  for (let turn = 0; turn < times; turn++) image = PERMUTATION[image]!;
  return image;
}

/** Whether the last digit is right by Verhoeff's scheme, as SNOMED CT identifiers have it. Takes digits only. */
export function passesVerhoeff(number: string): boolean {
  return (
    digitsFromRight(number).reduce((sum, digit, place) => compose(sum, permuted(digit, place % 8)), 0) === 0
  );
}

/** Whether the last digit is right by Luhn's scheme. Takes digits only. */
export function passesLuhn(number: string): boolean {
  const sum = digitsFromRight(number).reduce((total, digit, place) => {
    const weighted = place % 2 === 0 ? digit : 2 * digit;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}

/** Whether the last digit is right by GS1's scheme: weights 1 and 3 from the right, sum a multiple of ten. Takes digits only. */
export function passesGs1(number: string): boolean {
  return (
    digitsFromRight(number).reduce((sum, digit, place) => sum + digit * (place % 2 === 0 ? 1 : 3), 0) % 10 ===
    0
  );
}
