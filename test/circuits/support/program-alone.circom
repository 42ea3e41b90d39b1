// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../../../circuits/lib/program.circom";

// The claim circuit's program without tree, coverage and secret: small enough to try on thousands of records.
component main = Program(8);
