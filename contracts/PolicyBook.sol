// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {IPolicyBook, Policy, PolicyId, PolicyTerms} from "./interfaces/IPolicyBook.sol";
import {FieldElement} from "./libraries/FieldElement.sol";
import {PolicyTermsLib} from "./libraries/PolicyTermsLib.sol";

contract PolicyBook is IPolicyBook {
    using PolicyTermsLib for PolicyTerms;

    /// @notice Bytes that a policy's source may have.
    uint256 public constant MAXIMUM_SOURCE_LENGTH = 8_192;

    mapping(PolicyId policyId => Policy) private _policies;
    /// @inheritdoc IPolicyBook
    mapping(PolicyId policyId => uint256) public coverageRootOf;
    /// @dev First second at which a root that is not the current one is no longer valid.
    mapping(PolicyId policyId => mapping(uint256 root => uint256)) private _validUntil;

    /// @inheritdoc IPolicyBook
    function publish(PolicyTerms calldata terms, bytes calldata source) external returns (PolicyId policyId) {
        _requireInsurer(terms.insurer);
        terms.requireValid();
        if (source.length > MAXIMUM_SOURCE_LENGTH) revert SourceTooLong(source.length, MAXIMUM_SOURCE_LENGTH);
        if (keccak256(source) != terms.sourceHash) revert SourceMismatch(terms.sourceHash);
        policyId = terms.id(address(this));
        if (_policies[policyId].insurer != address(0)) revert AlreadyPublished(policyId);

        _policies[policyId] = Policy({
            insurer: terms.insurer,
            opensAt: terms.opensAt,
            closesAt: terms.closesAt,
            payout: terms.payout,
            maximumClaims: terms.maximumClaims,
            coverageNotice: terms.coverageNotice,
            programHash: terms.programHash,
            scope: terms.group == 0 ? PolicyId.unwrap(policyId) : scopeOfGroup(terms.group)
        });
        emit PolicyPublished(policyId, terms.insurer, terms, source);
    }

    /// @inheritdoc IPolicyBook
    function setCoverage(
        PolicyId policyId,
        uint256 root,
        uint256 firstIndex,
        uint256[] calldata leaves
    ) external {
        Policy storage policy = _knownPolicy(policyId);
        _requireInsurer(policy.insurer);
        if (!FieldElement.isCommitment(root)) revert InvalidCoverageRoot(root);

        // The countdown of a root starts when it is replaced. However often the insurer replaces roots, each patient has the
        // whole notice to claim by the root that held the coverage.
        _validUntil[policyId][coverageRootOf[policyId]] = block.timestamp + policy.coverageNotice;
        coverageRootOf[policyId] = root;
        emit CoverageChanged(policyId, root, firstIndex, leaves);
    }

    /// @inheritdoc IPolicyBook
    function policyOf(PolicyId policyId) external view returns (Policy memory) {
        return _knownPolicy(policyId);
    }

    /// @inheritdoc IPolicyBook
    function isValidCoverageRoot(PolicyId policyId, uint256 root) external view returns (bool) {
        // Zero stands for no root at all, before the insurer has set one.
        if (root == 0) return false;
        return root == coverageRootOf[policyId] || block.timestamp < _validUntil[policyId][root];
    }

    /// @inheritdoc IPolicyBook
    function policyIdOf(PolicyTerms calldata terms) external view returns (PolicyId) {
        return terms.id(address(this));
    }

    /// @inheritdoc IPolicyBook
    function scopeOfGroup(bytes32 group) public view returns (uint256) {
        return PolicyTermsLib.groupScope(group, address(this));
    }

    function _requireInsurer(address insurer) private view {
        if (msg.sender != insurer) revert NotTheInsurer(msg.sender, insurer);
    }

    /// @dev Nobody without an address can publish, so every policy has an insurer.
    function _knownPolicy(PolicyId policyId) private view returns (Policy storage policy) {
        policy = _policies[policyId];
        if (policy.insurer == address(0)) revert UnknownPolicy(policyId);
    }
}
