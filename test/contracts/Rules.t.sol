// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ISurgeryEscrow, Rules} from "../../contracts/interfaces/ISurgeryEscrow.sol";
import {RulesLib} from "../../contracts/libraries/RulesLib.sol";

/// @title The bounds of rules, compared all at once, are those of each rule compared alone
contract RulesTest {
    using RulesLib for Rules;

    uint256[11] private _minima = [uint256(24), 72, 0, 1, 48, 24, 24, 0, 0, 0, 0];
    uint256[11] private _maxima = [
        uint256(2_160),
        4_320,
        720,
        2_160,
        720,
        1_440,
        1_440,
        10_000,
        10_000,
        10_000,
        10
    ];
    string[11] private _names = [
        "executionWindow",
        "closingWindow",
        "cancellationWindow",
        "noShowWindow",
        "contestWindow",
        "settlementWindow",
        "rulingWindow",
        "lateCancellationShare",
        "noShowShare",
        "defaultShare",
        "maximumReschedules"
    ];

    function check(Rules rules) external pure {
        rules.requireBounds();
    }

    /// @dev Each field is drawn around its bounds, or anywhere in its sixteen bits.
    function testFuzz_boundsHoldForEachFieldAlone(uint256[11] memory draws, uint256 spare) external view {
        uint256 word = spare % 4 == 0 ? (spare >> 8) << 176 : 0;
        for (uint256 i = 0; i < 11; ++i) word |= _field(i, draws[i]) << (16 * i);
        _expect(word);
    }

    function testFuzz_anyWord(uint256 word) external view {
        _expect(word);
    }

    /// @dev All others within their bounds, so that none hides the one that is drawn.
    function testFuzz_oneFieldOutside(uint256 index, uint16 value) external view {
        index %= 11;
        uint256 word = 0;
        for (uint256 i = 0; i < 11; ++i) word |= (i == index ? value : _minima[i]) << (16 * i);
        _expect(word);
    }

    function _field(uint256 i, uint256 draw) private view returns (uint256) {
        uint256 kind = draw % 8;
        if (kind == 0) return uint16(draw >> 8);
        if (kind == 1) return _maxima[i] + 1;
        if (kind == 2 && _minima[i] != 0) return _minima[i] - 1;
        if (kind == 3) return _maxima[i];
        return _minima[i] + ((draw >> 8) % (_maxima[i] - _minima[i] + 1));
    }

    function _expect(uint256 word) private view {
        string memory outside = _outside(word);
        (bool done, bytes memory result) = address(this).staticcall(
            abi.encodeCall(this.check, (Rules.wrap(word)))
        );
        if (bytes(outside).length == 0) {
            require(done, "within its bounds, but refused");
        } else {
            bytes memory refusal = abi.encodeWithSelector(ISurgeryEscrow.InvalidTerms.selector, outside);
            require(
                !done && keccak256(result) == keccak256(refusal),
                "outside its bounds, but not refused by name"
            );
        }
    }

    /// @dev The first field outside its bounds; empty where there is none.
    function _outside(uint256 word) private view returns (string memory) {
        for (uint256 i = 0; i < 11; ++i) {
            uint256 value = uint16(word >> (16 * i));
            if (value < _minima[i] || value > _maxima[i]) return _names[i];
        }
        if (word >> 176 != 0) return "rules";
        return uint16(word >> 48) > uint16(word) ? "noShowWindow" : "";
    }
}
