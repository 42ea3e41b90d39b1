// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../../node_modules/circomlib/circuits/bitify.circom";

// 1 if low ≤ high, 0 if not. Forces -2^64 ≤ high - low < 2^64.
//
// A field has no order. So the difference is raised by 2^64 and written in 65 bits, of which the top one is the answer.
// circomlib's LessThan would do the same, but leaves the range of its inputs to the caller, and without it the answer
// is the prover's choice; here whatever is out of range has no witness.
template IsAtMost64() {
    signal input low;
    signal input high;

    signal bits[65] <== Num2Bits(65)(high - low + (1 << 64)); // 65 constraints
    signal output isAtMost <== bits[64];
}
