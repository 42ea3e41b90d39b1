// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../../node_modules/circomlib/circuits/bitify.circom";

// Forces 0 ≤ in < 2^BITS.
//
// NOTE: only for BITS ≤ 253. From 254 bits on, two different bit strings can stand for the same field element.
template RangeCheck(BITS) {
    assert(BITS <= 253);

    signal input in;

    // BITS constraints, one for each bit that must be 0 or 1. The sum of the weighted bits is linear, so it costs nothing.
    _ <== Num2Bits(BITS)(in);
}
