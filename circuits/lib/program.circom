// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./clause.circom";
include "../../node_modules/circomlib/circuits/poseidon.circom";

// Forces a record's fields to satisfy a program, and gives the program's hash.
//
// Clauses form groups: one that starts a group ends the group before. In each group at least one clause must hold, and the
// first clause always starts a group. A slot that a program does not use holds a clause that is true for every record.
//
// The hash takes two words of each clause, first all of the one kind, then all of the other:
//
//     lowerBound
//     upperBound + 2^128 · (field + 2^4 · negated + 2^5 · startsGroup)
//
// The bounds take no range check, because the hash fixes them as the program's author wrote them: the lower ones as they
// are, the upper ones up to multiples of 2^128. A prover who reads other bits out of a second word has to move
// its upper bound that far, and then no field is near enough to both bounds for the comparisons.
//
// NOTE: the author must keep 0 ≤ lowerBound ≤ upperBound < 2^64 and field < 15. Whoever has the program can check that.
template Program(SLOTS) {
    // What Poseidon takes in one go.
    assert(2 * SLOTS <= 16);

    signal input fields[15];
    signal input lowerBounds[SLOTS];
    signal input upperBounds[SLOTS];
    signal input indexBits[SLOTS][4];
    signal input negated[SLOTS];
    // Of every clause but the first.
    signal input startsGroup[SLOTS - 1];

    signal output programHash;

    signal holds[SLOTS];
    // 1 while no clause of the present group, up to this one, holds.
    signal unmet[SLOTS];
    var words[2 * SLOTS];

    for (var slot = 0; slot < SLOTS; slot++) {
        holds[slot] <== Clause()(fields, lowerBounds[slot], upperBounds[slot], indexBits[slot], negated[slot]); // 151 constraints

        var starts = 1;
        var unmetBefore = 0;
        if (slot > 0) {
            starts = startsGroup[slot - 1];
            unmetBefore = unmet[slot - 1];

            // Without this a prover could start a group by halves and carry over what the group before left open.
            startsGroup[slot - 1] * (startsGroup[slot - 1] - 1) === 0; // 1 constraint

            // Without this a group could end before any of its clauses has held.
            startsGroup[slot - 1] * unmet[slot - 1] === 0; // 1 constraint
        }

        // The sum is a bit: where a group starts, nothing was left unmet. Nothing but a clause that holds clears it.
        unmet[slot] <== (starts + unmetBefore) * (1 - holds[slot]); // 1 constraint, none for the first slot

        var index = 0;
        for (var bit = 0; bit < 4; bit++) {
            index += indexBits[slot][bit] * (1 << bit);
        }
        words[slot] = lowerBounds[slot];
        words[SLOTS + slot] = upperBounds[slot] + (1 << 128) * (index + 16 * negated[slot] + 32 * starts);
    }

    // Without this the last group could end before any of its clauses has held.
    unmet[SLOTS - 1] === 0;

    programHash <== Poseidon(2 * SLOTS)(words); // 609 constraints with 8 slots
}
