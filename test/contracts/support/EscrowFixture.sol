// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {IDepositToken} from "../../../contracts/interfaces/IDepositToken.sol";
import {ISurgeonRegistry} from "../../../contracts/interfaces/ISurgeonRegistry.sol";
import {BookingId, Rules, Terms} from "../../../contracts/interfaces/ISurgeryEscrow.sol";
import {SurgeryEscrow} from "../../../contracts/SurgeryEscrow.sol";
import {MoodyDollar} from "../doubles/MoodyDollar.sol";
import {ScriptedRegistry} from "../doubles/ScriptedRegistry.sol";
import {Words} from "./Standing.sol";
import {vm} from "./Vm.sol";

/// @title An escrow on test dollars, and bookings whose parties sign with keys of their own
/// @dev The inheriting contract is the review board and may set the protocol fee.
abstract contract EscrowFixture {
    address internal constant TREASURY = address(0x7EA5);
    uint256 internal constant SURGEON_KEY = 0x5095;
    uint256 internal constant ARBITER_KEY = 0xA4B1;
    uint128 internal constant REVIEW_FEE = 50_000;
    uint128 internal constant MAXIMUM_PROTOCOL_FEE = 25_000_000;

    MoodyDollar internal token;
    ScriptedRegistry internal registry;
    SurgeryEscrow internal escrow;

    function _deploy() internal {
        token = new MoodyDollar();
        registry = new ScriptedRegistry();
        escrow = _newEscrow();
    }

    function _newEscrow() internal returns (SurgeryEscrow made) {
        made = new SurgeryEscrow(
            address(new AccessManager(address(this))),
            ISurgeonRegistry(address(registry)),
            IDepositToken(address(token)),
            TREASURY,
            REVIEW_FEE,
            2_000_000,
            MAXIMUM_PROTOCOL_FEE
        );
        made.connectReviewBoard(address(this));
    }

    function _terms(
        uint256 patientKey,
        uint256 surgeonKey,
        uint128 deposit,
        Rules rules
    ) internal view returns (Terms memory) {
        return
            Terms({
                patient: vm.addr(patientKey),
                surgeon: vm.addr(surgeonKey),
                arbiter: vm.addr(ARBITER_KEY),
                patientCommitment: patientKey,
                deposit: deposit,
                protocolFee: escrow.protocolFee(),
                appointmentTime: uint64(block.timestamp + 10 days),
                offerExpiry: uint64(block.timestamp + 2 days),
                rules: rules,
                termsHash: bytes32(patientKey)
            });
    }

    /// @dev Every window in hours, every share in basis points.
    function _rules(
        uint256[7] memory windows,
        uint256[3] memory shares,
        uint256 reschedules
    ) internal pure returns (Rules) {
        uint256 word = reschedules << 160;
        for (uint256 i = 0; i < 7; ++i) word |= windows[i] << (16 * i);
        for (uint256 i = 0; i < 3; ++i) word |= shares[i] << (16 * (7 + i));
        return Rules.wrap(word);
    }

    function _usualRules() internal pure returns (Rules) {
        return _rules([uint256(168), 336, 48, 12, 72, 120, 96], [uint256(3_003), 5_005, 4_004], 2);
    }

    /// @dev Signs a message in the escrow's domain.
    function _sign(uint256 key, bytes32 structHash) internal view returns (bytes memory) {
        return _sign(key, _domainSeparator("Aftercare SurgeryEscrow", address(escrow)), structHash);
    }

    function _signDigest(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _signDeposit(uint256 key, Terms memory terms) internal view returns (bytes memory) {
        bytes32 bookingId = BookingId.unwrap(escrow.bookingIdOf(Words.packed(terms)));
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                terms.patient,
                address(escrow),
                terms.deposit,
                0,
                terms.offerExpiry,
                (bookingId >> 64) << 64
            )
        );
        return _sign(key, token.DOMAIN_SEPARATOR(), structHash);
    }

    function _sign(
        uint256 key,
        bytes32 domainSeparator,
        bytes32 structHash
    ) private pure returns (bytes memory) {
        return _signDigest(key, MessageHashUtils.toTypedDataHash(domainSeparator, structHash));
    }

    function _domainSeparator(string memory name, address verifyingContract) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                    ),
                    keccak256(bytes(name)),
                    keccak256("1"),
                    block.chainid,
                    verifyingContract
                )
            );
    }
}
