// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./field-at-index.circom";
include "./is-at-most-64.circom";

// One clause of a policy: 1 if lowerBound ≤ fields[index] ≤ upperBound, or, negated, if not.
//
// 151 constraints. The record's fields take no range check, and those that no clause picks take nothing at all. With a
// lower bound of 64 bits the comparisons have a witness only for a field above -2^64 and below 2^65, and within that they
// answer as integers do. So a surgeon who attests a field beyond 64 bits shuts her patient out, or claims no
// more than that very number satisfies.
//
// NOTE: the caller must ensure that lowerBound is exactly the policy's. If it were only part of a sum, a prover could move
// it by 2^64, and with it what the comparison means.
template Clause() {
    signal input fields[15];
    signal input lowerBound;
    signal input upperBound;
    // Four bits, the low one first.
    signal input indexBits[4];
    signal input negated;

    // Without these a prover could mix fields into one that satisfies the clause, or negate a clause by halves.
    for (var bit = 0; bit < 4; bit++) {
        indexBits[bit] * (indexBits[bit] - 1) === 0; // 1 constraint
    }
    negated * (negated - 1) === 0; // 1 constraint

    signal field <== FieldAtIndex()(fields, indexBits); // 14 constraints

    // Both answers are forced, "no" as well as "yes": where a clause is negated, a false "no" would satisfy it.
    signal isFromLowerBound <== IsAtMost64()(lowerBound, field); // 65 constraints
    signal isToUpperBound <== IsAtMost64()(field, upperBound); // 65 constraints
    signal isInside <== isFromLowerBound * isToUpperBound; // 1 constraint

    // Exclusive or.
    signal output holds <== isInside + negated * (1 - 2 * isInside); // 1 constraint
}
