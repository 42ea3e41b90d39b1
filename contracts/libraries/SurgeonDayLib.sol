// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {SurgeonDay} from "../interfaces/ISurgeryTree.sol";

/// @title A surgeon and a UTC day in one field element
library SurgeonDayLib {
    /// @dev The day would leave its 16 bits in the year 2149.
    error DayOutOfRange(uint256 day);

    function pack(address surgeon, uint256 timestamp) internal pure returns (SurgeonDay) {
        uint256 day = timestamp / 1 days;
        if (day > type(uint16).max) revert DayOutOfRange(day);
        return SurgeonDay.wrap((day << 160) | uint160(surgeon));
    }

    function surgeonOf(SurgeonDay surgeonDay) internal pure returns (address) {
        return address(uint160(SurgeonDay.unwrap(surgeonDay)));
    }
}
