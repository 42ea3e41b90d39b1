// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./child-at-position.circom";
include "../../node_modules/circomlib/circuits/poseidon.circom";

// The root of a quaternary Poseidon tree in which `leaf` sits at the given path.
//
// The prover hands in all four children of each node on the path, the node below among them. That spares sorting three
// siblings and the node into order: a level costs one hash and 5 constraints to show which child the node below is.
//
// The depth is a constant. If a prover could choose it, an inner node could be presented as a leaf, or a leaf as the root.
template QuaternaryMerkleRoot(DEPTH) {
    signal input leaf;
    // For each level, leaves first: the child's position in two bits, the low one first.
    signal input positions[DEPTH][2];
    signal input children[DEPTH][4];

    signal output root;

    signal childOnPath[DEPTH];
    signal nodes[DEPTH + 1];
    nodes[0] <== leaf;

    for (var level = 0; level < DEPTH; level++) {
        // Without this the children would have nothing to do with the node below, and any leaf would lead to any root.
        childOnPath[level] <== ChildAtPosition()(children[level], positions[level]); // 5 constraints
        nodes[level] === childOnPath[level];

        nodes[level + 1] <== Poseidon(4)(children[level]); // 297 constraints
    }

    root <== nodes[DEPTH];
}
