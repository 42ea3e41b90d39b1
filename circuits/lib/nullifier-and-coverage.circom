// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../../node_modules/circomlib/circuits/poseidon.circom";

// What a secret shows in one scope: the nullifier, Poseidon3(secret, 2, scope), to everybody who sees a claim, and the
// coverage commitment, the second output of the same hash, to the insurer who covers its owner.
//
// A sponge of width four may give out up to three elements of one permutation. Two stay hidden here, so neither value leads to
// the other or to the secret: the insurer cannot tell which of her patients a claim came from. A second hash would cost 237
// constraints more, this second output costs none.
//
// Both depend on the scope, so one surgery's claims in two scopes, and its coverages by two insurers, cannot be linked.
template NullifierAndCoverage() {
    signal input secret;
    signal input scope;

    signal output nullifier;
    signal output coverageCommitment;

    // 2 is the domain of claims; 0 and 1 are those of the patient commitment and of reviews.
    signal outputs[2] <== PoseidonEx(3, 2)([secret, 2, scope], 0); // 258 constraints
    nullifier <== outputs[0];
    coverageCommitment <== outputs[1];
}
