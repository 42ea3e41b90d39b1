// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Picks one of four children: children[position[0] + 2 · position[1]].
//
// 5 constraints. Four products with one-hot selectors would cost 7.
template ChildAtPosition() {
    signal input children[4];
    // Two bits, the low one first.
    signal input position[2];

    // Without these two a prover could choose any numbers, and with them mix the four children into any value at all:
    // every leaf would be "in the tree".
    position[0] * (position[0] - 1) === 0; // 1 constraint
    position[1] * (position[1] - 1) === 0; // 1 constraint

    // The low bit picks from each pair, the high bit picks the pair.
    signal lowPair <== children[0] + position[0] * (children[1] - children[0]); // 1 constraint
    signal highPair <== children[2] + position[0] * (children[3] - children[2]); // 1 constraint
    signal output child <== lowPair + position[1] * (highPair - lowPair); // 1 constraint
}
