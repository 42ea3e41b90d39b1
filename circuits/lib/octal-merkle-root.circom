// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./child-at-octal-position.circom";
include "../../node_modules/circomlib/circuits/poseidon.circom";

// The root of an octal Poseidon tree in which `leaf` sits at the given path.
//
// Nobody hashes this tree on chain, so its arity is the one that is cheapest here: 137 constraints for each doubling of
// the capacity, where four children a node take 151 and two take 243.
//
// The depth is a constant. If a prover could choose it, an inner node could be presented as a leaf, or a leaf as the root.
template OctalMerkleRoot(DEPTH) {
    signal input leaf;
    // For each level, leaves first: the child's position in three bits, the low one first.
    signal input positions[DEPTH][3];
    // For each level, leaves first: all eight children of the node above, the node below among them.
    signal input children[DEPTH][8];

    signal output root;

    signal childOnPath[DEPTH];
    signal nodes[DEPTH + 1];
    nodes[0] <== leaf;

    for (var level = 0; level < DEPTH; level++) {
        // Without this the children would have nothing to do with the node below, and any leaf would lead to any root.
        childOnPath[level] <== ChildAtOctalPosition()(children[level], positions[level]); // 10 constraints
        nodes[level] === childOnPath[level];

        nodes[level + 1] <== Poseidon(8)(children[level]); // 402 constraints
    }

    root <== nodes[DEPTH];
}
