// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Picks one of eight children: children[position[0] + 2 · position[1] + 4 · position[2]].
//
// 10 constraints.
template ChildAtOctalPosition() {
    signal input children[8];
    // Three bits, the low one first.
    signal input position[3];

    // Without these a prover could choose any numbers, and with them mix the eight children into any value at all: every
    // leaf would be "in the tree".
    for (var bit = 0; bit < 3; bit++) {
        position[bit] * (position[bit] - 1) === 0; // 1 constraint
    }

    // The low bit picks from each pair of children, the middle bit from each pair of those, the high bit from the last pair.
    signal ofPair[4];
    for (var pair = 0; pair < 4; pair++) {
        ofPair[pair] <== children[2 * pair] + position[0] * (children[2 * pair + 1] - children[2 * pair]); // 1 constraint
    }
    signal lowHalf <== ofPair[0] + position[1] * (ofPair[1] - ofPair[0]); // 1 constraint
    signal highHalf <== ofPair[2] + position[1] * (ofPair[3] - ofPair[2]); // 1 constraint
    signal output child <== lowHalf + position[2] * (highHalf - lowHalf); // 1 constraint
}
