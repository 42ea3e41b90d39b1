// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {State} from "../../contracts/interfaces/ISurgeryEscrow.sol";
import {EscrowPropertiesTest} from "./EscrowProperties.t.sol";
import {EscrowHandler} from "./support/EscrowHandler.sol";

/// @title One long random play, which shows that the invariants are not those of a handler that never gets anywhere
contract EscrowLongPlayTest {
    EscrowPropertiesTest private _properties;
    EscrowHandler private _handler;

    /// @dev The play belongs to the preparation: the runner traces a test that fails, and so long a trace fills a machine's
    /// memory.
    function setUp() external {
        _properties = new EscrowPropertiesTest();
        _properties.setUp();
        _handler = _properties.handler();
        for (uint256 step = 0; step < 2_000; ++step) _handler.play(step);
    }

    function test_keepsEveryInvariant() external {
        _properties.invariant_1a_tokensHeldEqualWhatIsOwed();
        _properties.invariant_1b_everyDepositLeavesExactlyOnce();
        _properties.invariant_1c_potIsOneFeeForEachPaidRecordLessRelays();
        _properties.invariant_1d_feesReachTheTreasuryAndBatchesPayWhatIsDue();
        _properties.invariant_2_timeAloneGetsEveryDepositOut();
        _properties.invariant_3_patientsCanCloseWhateverHasARecord();
        _properties.invariant_4_nothingHappensWithoutTheRightSignatures();
        _properties.invariant_5_everyRefusalHasAName();
        _properties.invariant_6_aSignatureWorksOnce();
        _properties.invariant_storageHoldsEachStateInAWord();
    }

    function test_reachesEveryStateMoreThanOnce() external view {
        for (uint8 state = uint8(State.PROPOSED); state <= uint8(type(State).max); ++state) {
            require(_handler.entered(State(state)) > 1, "a state was hardly ever reached");
        }
    }

    function test_closesLateAndInBatchesAndReplays() external view {
        require(_handler.lateCloseCount() > 1, "hardly anybody closed late");
        require(_handler.batchesClosed() > 2, "hardly anybody closed in a batch");
        require(_handler.replays() > 10, "hardly anything was replayed");
    }
}
