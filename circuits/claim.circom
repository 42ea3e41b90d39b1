// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./lib/coverage-leaf.circom";
include "./lib/nullifier-and-coverage.circom";
include "./lib/octal-merkle-root.circom";
include "./lib/program.circom";
include "./lib/quaternary-merkle-root.circom";
include "../node_modules/circomlib/circuits/poseidon.circom";

// "I know the secret of a surgery that is a leaf under this root and whose record satisfies this program, and the same
// secret was covered on the day of the surgery by a coverage that is a leaf under this coverage root."
//
// Nothing else is revealed: not the surgery, the surgeon, the patient or the coverage, and of the record only that it
// satisfies the program.
template Claim(DEPTH, COVERAGE_DEPTH, SLOTS) {
    // Public, in the order in which verifiers receive them.
    signal input root;
    signal input coverageRoot;
    signal input programHash;
    // Within what a surgery can be claimed once: one policy, or a group of policies.
    signal input scope;
    signal input nullifier;
    // Hash of everything else the claim says: the policy, and who is paid. (`signal` is a reserved word.)
    signal input signalHash;

    // Private: the surgery.
    signal input secret;
    signal input surgeonDay;
    signal input positions[DEPTH][2];
    signal input children[DEPTH][4];

    // Private: its record.
    signal input fields[15];
    signal input blinding;

    // Private: the coverage.
    signal input coveredFrom;
    signal input coveredUntil;
    signal input coveragePositions[COVERAGE_DEPTH][3];
    signal input coverageChildren[COVERAGE_DEPTH][8];

    // The program. Everybody may read it; it is an input of its own because every public signal costs the verifier gas.
    signal input lowerBounds[SLOTS];
    signal input upperBounds[SLOTS];
    signal input indexBits[SLOTS][4];
    signal input negated[SLOTS];
    signal input startsGroup[SLOTS - 1];

    // The patient. Without the secret behind the commitment, the surgeon and whoever else knows the record could claim.
    signal patientCommitment <== Poseidon(2)([secret, 0]); // 237 constraints

    // One claim for each surgery within a scope. The leaf fixes the secret, and secret and scope fix the nullifier.
    component ofSecret = NullifierAndCoverage(); // 258 constraints
    ofSecret.secret <== secret;
    ofSecret.scope <== scope;
    nullifier === ofSecret.nullifier;

    // The record. Without it a patient could state any fields.
    signal recordCommitment <== Poseidon(16)([
        fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7],
        fields[8], fields[9], fields[10], fields[11], fields[12], fields[13], fields[14], blinding
    ]); // 609 constraints

    // The surgery. The leaf ties patient and record together, so that neither can be taken from another surgery. Surgeon and
    // day stay one number: a claim says nothing about either.
    signal leaf <== Poseidon(3)([patientCommitment, surgeonDay, recordCommitment]); // 261 constraints

    // The tree. Without it the surgery could be invented.
    signal pathRoot <== QuaternaryMerkleRoot(DEPTH)(leaf, positions, children); // 3,020 constraints
    root === pathRoot;

    // The coverage. The commitment comes from the same secret, so that nobody can claim on the coverage of another patient,
    // or of another surgery. Field 3 is the day of the surgery.
    signal coverageLeaf <== CoverageLeaf()(ofSecret.coverageCommitment, coveredFrom, coveredUntil, fields[3]); // 293 constraints

    // The insurer's tree. Without it a patient could grant the coverage.
    signal pathCoverageRoot <== OctalMerkleRoot(COVERAGE_DEPTH)(coverageLeaf, coveragePositions, coverageChildren); // 1,648 constraints
    coverageRoot === pathCoverageRoot;

    // The policy. Without it every record would do.
    signal hashOfProgram <== Program(SLOTS)(fields, lowerBounds, upperBounds, indexBits, negated, startsGroup); // 1,838 constraints
    programHash === hashOfProgram;

    // The claim itself. A public signal that no constraint touches could be exchanged after the proof was made: another
    // policy with the same program, another recipient of the money.
    signal signalSquare <== signalHash * signalHash; // 1 constraint
}

// 4^10 = 1,048,576 surgeries, 8^4 = 4,096 coverages for each root, 8 clauses.
component main {public [root, coverageRoot, programHash, scope, nullifier, signalHash]} = Claim(10, 4, 8);
