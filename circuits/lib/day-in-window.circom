// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "./range-check.circom";

// Forces windowStart ≤ day ≤ windowEnd, all three below 2^16.
//
// A field has no order: "a ≤ b" only means that b - a is small. Hence both differences are checked, and so are both ends
// of the window: without that, windowStart = -1 (that is, r - 1) or windowEnd = 2^16 would be an acceptable public signal.
//
// The day itself needs no check of its own. With d1 = day - windowStart and d2 = windowEnd - day, windowStart + d1 + d2 and
// windowEnd are equal in the field and far below r, so they are equal as integers, and 0 ≤ windowStart + d1 = day ≤ windowEnd < 2^16.
template DayInWindow() {
    signal input day;
    signal input windowStart;
    signal input windowEnd;

    RangeCheck(16)(windowStart); // 16 constraints
    RangeCheck(16)(windowEnd); // 16 constraints

    // Without this a surgery closed before the window would pass.
    RangeCheck(16)(day - windowStart); // 16 constraints

    // Without this a surgery closed after the window would pass.
    RangeCheck(16)(windowEnd - day); // 16 constraints
}
