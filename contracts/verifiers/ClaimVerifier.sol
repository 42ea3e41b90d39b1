// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from the verification key by `npm run circuits`; `circuits verify` compares the two. Never edit it.
pragma solidity ^0.8.30;

import {IClaimVerifier} from "../interfaces/IClaimVerifier.sol";

/// @title Groth16 verifier of the claim circuit
/// @notice Development key: must not guard anything of value. Whoever ran the setup can forge proofs.
/// @dev Accepts (A, B, C) if e(A, B) = e(α, β) · e(S, γ) · e(C, δ), where S is the key's constant term plus each public
/// signal times its point. The key's points in G2 are negated here, so that the product of all four pairings must be 1
/// and the proof's own points reach the precompile untouched: it refuses coordinates that are not below the base field's
/// modulus, points off the curve, and points of G2 outside the subgroup.
contract ClaimVerifier is IClaimVerifier {
    /// @notice So little gas is left that a valid proof could not be told from an invalid one. Send more.
    error InsufficientGas(uint256 available, uint256 required);

    /// @inheritdoc IClaimVerifier
    bool public constant IS_DEVELOPMENT_KEY = true;

    /// @dev With this much no precompile runs out of gas, which would look the same as a refused proof.
    uint256 private constant MINIMUM_GAS = 227374;

    uint256 private constant FIELD_MODULUS =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;

    uint256 private constant ALPHA_X =
        18667924696906304896901100608332269243799957359737144685705289693596779407253;
    uint256 private constant ALPHA_Y =
        5174970317252054449967006402677185149603992734417451108233548073666036287121;

    uint256 private constant NEGATED_BETA_X_IMAGINARY =
        21100671429958038432443038877202872662516458137119818222336968400714752451498;
    uint256 private constant NEGATED_BETA_X_REAL =
        21176260313161850718450009944641224820495444827549317470889838572470262161345;
    uint256 private constant NEGATED_BETA_Y_IMAGINARY =
        12382299246540819386195817368883453750125236174385504820491768002829081112132;
    uint256 private constant NEGATED_BETA_Y_REAL =
        19003929316531362464643795947013692386166270568066392812049665544738653289594;

    uint256 private constant NEGATED_GAMMA_X_IMAGINARY =
        11559732032986387107991004021392285783925812861821192530917403151452391805634;
    uint256 private constant NEGATED_GAMMA_X_REAL =
        10857046999023057135944570762232829481370756359578518086990519993285655852781;
    uint256 private constant NEGATED_GAMMA_Y_IMAGINARY =
        17805874995975841540914202342111839520379459829704422454583296818431106115052;
    uint256 private constant NEGATED_GAMMA_Y_REAL =
        13392588948715843804641432497768002650278120570034223513918757245338268106653;

    uint256 private constant NEGATED_DELTA_X_IMAGINARY =
        15613796950535593364258440999689645935435274396375466436273977258891436451698;
    uint256 private constant NEGATED_DELTA_X_REAL =
        17775399950480360512008418428662269612642256453972453463610349781036636473226;
    uint256 private constant NEGATED_DELTA_Y_IMAGINARY =
        10753373690844307004183669974414853312652367647561742338980655255275136720216;
    uint256 private constant NEGATED_DELTA_Y_REAL =
        17472700414580157658643885112626235565517481469097297892907818947694387171138;

    uint256 private constant CONSTANT_TERM_X =
        5533572973126983844652205756988453460139227228529786218786995770339588529060;
    uint256 private constant CONSTANT_TERM_Y =
        5363985186956103936904063526342161067547895636475939733673282868629135529263;

    uint256 private constant SIGNAL_0_X =
        8672372549217905099149891283521137420360020497923272736763755791763492538271;
    uint256 private constant SIGNAL_0_Y =
        5618119558575473114307330450769615071476299229951482876662790415970024609882;

    uint256 private constant SIGNAL_1_X =
        2277748386102787089214892683350987787503363107125180036864089557680212771605;
    uint256 private constant SIGNAL_1_Y =
        993604604873200315344996110745684830880004387335848360488250518818868902977;

    uint256 private constant SIGNAL_2_X =
        11191636963358320743690751313117673967278561290303039938219516899197306520731;
    uint256 private constant SIGNAL_2_Y =
        5851975648187950002230778832308315177482480056999752950592627667819319864701;

    uint256 private constant SIGNAL_3_X =
        4411310695383119272374471431716872470653024758335979391834128576427779469060;
    uint256 private constant SIGNAL_3_Y =
        1823879344810974428467509450809230813902218082248648804466339024831732758208;

    uint256 private constant SIGNAL_4_X =
        8746145364682753180671181846116091937373010893191482179515052069804169539016;
    uint256 private constant SIGNAL_4_Y =
        5261488039880386484311078874742168534428837555299681727459069098357235550951;

    uint256 private constant SIGNAL_5_X =
        5523893160846635446364656854280577127883086212965782846952195682834164038072;
    uint256 private constant SIGNAL_5_Y =
        5482166695119686704481771482020064628771793645751397967165620298479589236731;

    /// @inheritdoc IClaimVerifier
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[6] calldata publicSignals
    ) external view returns (bool valid) {
        if (gasleft() < MINIMUM_GAS) revert InsufficientGas(gasleft(), MINIMUM_GAS);

        // The precompile would reduce a larger signal, and one proof would hold for several values: n and n + modulus.
        for (uint256 i = 0; i < 6; ++i) {
            if (publicSignals[i] >= FIELD_MODULUS) return false;
        }

        assembly ("memory-safe") {
            // Adds the signal's multiple of (x, y) to the point at `sum`; needs 0xa0 bytes of memory from there on.
            function addSignal(sum, x, y, signal) -> done {
                // Behind the sum, the input of the multiplication: a point and the signal, read from calldata.
                let multiple := add(sum, 0x40)
                mstore(multiple, x)
                mstore(add(multiple, 0x20), y)
                mstore(add(multiple, 0x40), calldataload(signal))
                // ecMul overwrites the point with its multiple.
                done := staticcall(gas(), 0x07, multiple, 0x60, multiple, 0x40)
                // ecAdd reads sum and multiple, which lie side by side, and overwrites the sum.
                done := and(done, staticcall(gas(), 0x06, sum, 0x80, sum, 0x40))
            }

            // Free memory, used only inside this block: four pairs of points, 0xc0 bytes each.
            let buffer := mload(0x40)

            // First pair, point of G1: S, summed up in place.
            mstore(buffer, CONSTANT_TERM_X)
            mstore(add(buffer, 0x20), CONSTANT_TERM_Y)
            let done := addSignal(buffer, SIGNAL_0_X, SIGNAL_0_Y, publicSignals)
            done := and(done, addSignal(buffer, SIGNAL_1_X, SIGNAL_1_Y, add(publicSignals, 0x20)))
            done := and(done, addSignal(buffer, SIGNAL_2_X, SIGNAL_2_Y, add(publicSignals, 0x40)))
            done := and(done, addSignal(buffer, SIGNAL_3_X, SIGNAL_3_Y, add(publicSignals, 0x60)))
            done := and(done, addSignal(buffer, SIGNAL_4_X, SIGNAL_4_Y, add(publicSignals, 0x80)))
            done := and(done, addSignal(buffer, SIGNAL_5_X, SIGNAL_5_Y, add(publicSignals, 0xa0)))

            // First pair, point of G2: -γ, over what the sum needed as working space.
            mstore(add(buffer, 0x40), NEGATED_GAMMA_X_IMAGINARY)
            mstore(add(buffer, 0x60), NEGATED_GAMMA_X_REAL)
            mstore(add(buffer, 0x80), NEGATED_GAMMA_Y_IMAGINARY)
            mstore(add(buffer, 0xa0), NEGATED_GAMMA_Y_REAL)

            // Second pair: A and B, as they came.
            calldatacopy(add(buffer, 0xc0), a, 0x40)
            calldatacopy(add(buffer, 0x100), b, 0x80)

            // Third pair: C and -δ.
            calldatacopy(add(buffer, 0x180), c, 0x40)
            mstore(add(buffer, 0x1c0), NEGATED_DELTA_X_IMAGINARY)
            mstore(add(buffer, 0x1e0), NEGATED_DELTA_X_REAL)
            mstore(add(buffer, 0x200), NEGATED_DELTA_Y_IMAGINARY)
            mstore(add(buffer, 0x220), NEGATED_DELTA_Y_REAL)

            // Fourth pair: α and -β.
            mstore(add(buffer, 0x240), ALPHA_X)
            mstore(add(buffer, 0x260), ALPHA_Y)
            mstore(add(buffer, 0x280), NEGATED_BETA_X_IMAGINARY)
            mstore(add(buffer, 0x2a0), NEGATED_BETA_X_REAL)
            mstore(add(buffer, 0x2c0), NEGATED_BETA_Y_IMAGINARY)
            mstore(add(buffer, 0x2e0), NEGATED_BETA_Y_REAL)

            // Scratch space for the answer. It is cleared because a chain without the precompile reports success and
            // writes nothing; what lay here before must not be read as "valid".
            mstore(0x00, 0)
            // ecPairing answers 1 if the product of the four pairings is 1, and fails for malformed points.
            done := and(done, staticcall(gas(), 0x08, buffer, 0x300, 0x00, 0x20))
            // Valid only if every precompile succeeded and the last one answered 1.
            valid := and(done, mload(0x00))
        }
    }
}
