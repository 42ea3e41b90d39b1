// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../../node_modules/circomlib/circuits/poseidon.circom";

// The leaf that the contract inserts for a closed surgery:
// Poseidon3(patientCommitment, surgeon + closedDay · 2^160, recordCommitment).
//
// Leaves hash three values and inner nodes four. The two are different functions, so an inner node cannot pass for a leaf.
//
// NOTE: the caller must ensure surgeon < 2^160 and closedDay < 2^16. Otherwise one leaf has several readings: a surgeon
// raised by 2^160 together with a day lowered by one gives the same sum.
template ClosedSurgeryLeaf() {
    signal input patientCommitment;
    signal input surgeon;
    signal input closedDay;
    signal input recordCommitment;

    signal output leaf <== Poseidon(3)([patientCommitment, surgeon + closedDay * (1 << 160), recordCommitment]); // 261 constraints
}
