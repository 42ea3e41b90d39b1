// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Picks one of a record's fifteen fields by four bits, the low one first. Index 15 gives the last field again.
//
// 14 constraints: each bit halves what is left, and the fifteenth field has no partner in the first round.
//
// NOTE: the caller must ensure that the bits are 0 or 1. Other numbers mix the fields into any value at all.
template FieldAtIndex() {
    signal input fields[15];
    signal input indexBits[4];

    signal ofTwo[8];
    for (var pair = 0; pair < 7; pair++) {
        ofTwo[pair] <== fields[2 * pair] + indexBits[0] * (fields[2 * pair + 1] - fields[2 * pair]); // 1 constraint
    }
    ofTwo[7] <== fields[14];

    signal ofFour[4];
    for (var pair = 0; pair < 4; pair++) {
        ofFour[pair] <== ofTwo[2 * pair] + indexBits[1] * (ofTwo[2 * pair + 1] - ofTwo[2 * pair]); // 1 constraint
    }
    signal lowHalf <== ofFour[0] + indexBits[2] * (ofFour[1] - ofFour[0]); // 1 constraint
    signal highHalf <== ofFour[2] + indexBits[2] * (ofFour[3] - ofFour[2]); // 1 constraint
    signal output field <== lowHalf + indexBits[3] * (highHalf - lowHalf); // 1 constraint
}
