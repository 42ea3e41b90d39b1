// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// "I know a square root of this number": the smallest circuit on which setup and ceremony can be tested in no time.
template Square() {
    signal input square;
    signal input root;

    square === root * root;
}

component main {public [square]} = Square();
