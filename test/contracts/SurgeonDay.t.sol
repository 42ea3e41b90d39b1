// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {SurgeonDay} from "../../contracts/interfaces/ISurgeryTree.sol";
import {SurgeonDayLib} from "../../contracts/libraries/SurgeonDayLib.sol";
import {vm} from "./support/Vm.sol";

/// @title Surgeon and day in one field element
contract SurgeonDayTest {
    function testFuzz_surgeonAndDayComeBack(address surgeon, uint16 day, uint24 second) external pure {
        uint256 timestamp = uint256(day) * 1 days + (second % 1 days);
        SurgeonDay packed = SurgeonDayLib.pack(surgeon, timestamp);
        require(SurgeonDayLib.surgeonOf(packed) == surgeon, "surgeon");
        require(SurgeonDay.unwrap(packed) >> 160 == day, "day");
        require(SurgeonDay.unwrap(packed) < 1 << 176, "overlap");
    }

    function test_daysEndIn2149() external {
        vm.expectRevert(abi.encodeWithSelector(SurgeonDayLib.DayOutOfRange.selector, 65_536));
        this.pack(address(1), 65_536 days);
    }

    function pack(address surgeon, uint256 timestamp) external pure returns (SurgeonDay) {
        return SurgeonDayLib.pack(surgeon, timestamp);
    }
}
