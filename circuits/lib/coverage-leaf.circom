// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./range-check.circom";
include "../../node_modules/circomlib/circuits/poseidon.circom";

// The leaf that an insurer adds for a covered patient: Poseidon3(coverageCommitment, coveredFrom, coveredUntil), and forces
// the day of the surgery between the two days. Without them, coverage could be bought after the complication.
//
// Leaves hash three values and inner nodes eight. The two are different functions, so an inner node cannot pass for a leaf.
//
// The days take no range check. The differences d1 = surgeryDay - coveredFrom and d2 = coveredUntil - surgeryDay are below
// 2^16, so the days that the insurer hashed lie d1 + d2 apart and the day of the surgery between them, whatever a record
// may call its day.
template CoverageLeaf() {
    signal input coverageCommitment;
    signal input coveredFrom;
    signal input coveredUntil;
    signal input surgeryDay;

    // Without this a surgery before the coverage began would pass.
    RangeCheck(16)(surgeryDay - coveredFrom); // 16 constraints

    // Without this a surgery after the coverage ended would pass.
    RangeCheck(16)(coveredUntil - surgeryDay); // 16 constraints

    signal output leaf <== Poseidon(3)([coverageCommitment, coveredFrom, coveredUntil]); // 261 constraints
}
