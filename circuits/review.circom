// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./lib/closed-surgery-leaf.circom";
include "./lib/day-in-window.circom";
include "./lib/quaternary-merkle-root.circom";
include "./lib/range-check.circom";
include "../node_modules/circomlib/circuits/poseidon.circom";

// "I know the secret of a surgery by this surgeon, closed on a day inside this window, that is a leaf under this root."
//
// Nothing else is revealed: not which leaf, not the day, not the record, and nothing that links two surgeries of a patient.
template Review(DEPTH) {
    // Public, in the order in which verifiers receive them.
    signal input root;
    signal input nullifier;
    signal input surgeon;
    signal input windowStart;
    signal input windowEnd;
    // Hash of everything else the review says and of who is paid for relaying it. (`signal` is a reserved word.)
    signal input signalHash;

    // Private.
    signal input secret;
    signal input closedDay;
    signal input recordCommitment;
    signal input positions[DEPTH][2];
    signal input children[DEPTH][4];

    // The patient. Without the secret behind the commitment, anyone who reads the leaf's data from the chain could review.
    signal patientCommitment <== Poseidon(2)([secret, 0]); // 237 constraints

    // One review for each surgery. The leaf fixes the secret and the secret fixes the nullifier, so a second review carries
    // the same nullifier. The other domain, 1 instead of 0, keeps the nullifier from showing the commitment in the leaf.
    signal secretNullifier <== Poseidon(2)([secret, 1]); // 237 constraints
    nullifier === secretNullifier;

    // The surgeon and the day share one field element of the leaf. Without this check a verifier that takes any field
    // element for a surgeon would accept surgeon + 2^160 with the day before.
    RangeCheck(160)(surgeon); // 160 constraints

    // The time. Without it a patient could date the surgery into any year.
    DayInWindow()(closedDay, windowStart, windowEnd); // 64 constraints

    // The surgery. The leaf ties patient, surgeon and day together, so none of them can be taken from another surgery.
    signal leaf <== ClosedSurgeryLeaf()(patientCommitment, surgeon, closedDay, recordCommitment); // 261 constraints

    // The tree. Without it the surgery could be invented.
    signal pathRoot <== QuaternaryMerkleRoot(DEPTH)(leaf, positions, children); // 3,020 constraints
    root === pathRoot;

    // The review itself. A public signal that no constraint touches could be exchanged after the proof was made: another
    // rating, another text, another recipient of the fee.
    signal signalSquare <== signalHash * signalHash; // 1 constraint
}

// 4^10 = 1,048,576 leaves.
component main {public [root, nullifier, surgeon, windowStart, windowEnd, signalHash]} = Review(10);
