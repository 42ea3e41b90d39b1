// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.30;

/// @notice keccak256(abi.encode(chainId, book, terms)) without its lowest 8 bits, so that it is a field element.
type PolicyId is uint256;

/// @notice What an insurer promises. Nothing of it can change once it is published.
/// @param insurer Who publishes the policy, manages its coverages and pays its claims.
/// @param programHash Poseidon16 of the words of the program that records must satisfy.
/// @param sourceHash keccak256 of the policy's readable source.
/// @param payout Token units paid for each claim.
/// @param maximumClaims Claims that the policy pays at most.
/// @param opensAt First second at which claims are paid.
/// @param closesAt Last such second.
/// @param coverageNotice Seconds for which a coverage still counts after the insurer replaced the root that it is in.
/// @param group Policies of one group pay for a surgery once between them. Zero for a policy on its own.
/// @param salt Tells policies apart that are otherwise the same.
struct PolicyTerms {
    address insurer;
    uint256 programHash;
    bytes32 sourceHash;
    uint128 payout;
    uint32 maximumClaims;
    uint48 opensAt;
    uint48 closesAt;
    uint48 coverageNotice;
    bytes32 group;
    bytes32 salt;
}

/// @notice What paying a claim takes of a policy's terms.
/// @param scope Within what a surgery is paid for once: the policy's own number, or that of its group.
struct Policy {
    address insurer;
    uint48 opensAt;
    uint48 closesAt;
    uint128 payout;
    uint32 maximumClaims;
    uint48 coverageNotice;
    uint256 programHash;
    uint256 scope;
}

/// @title Insurers' policies and the coverages under them
interface IPolicyBook {
    event PolicyPublished(
        PolicyId indexed policyId,
        address indexed insurer,
        PolicyTerms terms,
        bytes source
    );
    /// @param leaves The leaves from `firstIndex` on that are new in the tree of `root`. Together, these events give every
    /// patient the whole tree, so that nobody has to ask the insurer for a path.
    event CoverageChanged(PolicyId indexed policyId, uint256 root, uint256 firstIndex, uint256[] leaves);

    /// @notice A part of the terms is empty or contradicts another.
    error InvalidPolicyTerms(string part);
    /// @notice The source is not the one that the terms name.
    error SourceMismatch(bytes32 sourceHash);
    error SourceTooLong(uint256 length, uint256 maximum);
    error NotTheInsurer(address sender, address insurer);
    error AlreadyPublished(PolicyId policyId);
    error UnknownPolicy(PolicyId policyId);
    /// @notice The root is zero or not a field element.
    error InvalidCoverageRoot(uint256 root);

    /// @notice Publishes a policy with its readable source. The sender has to be the insurer.
    /// @param source Canonical JSON of the policy: what its terms say in words that people and clients read.
    function publish(PolicyTerms calldata terms, bytes calldata source) external returns (PolicyId policyId);

    /// @notice Replaces a policy's coverage root. The sender has to be the insurer.
    /// @dev The contract cannot tell whether the leaves lead to the root; whoever reads them can.
    /// @param root Root of the octal Poseidon tree of depth 4 over the coverages.
    /// @param firstIndex Index of the first leaf that is new.
    /// @param leaves The new leaves, Poseidon3(coverageCommitment, coveredFrom, coveredUntil) each.
    function setCoverage(
        PolicyId policyId,
        uint256 root,
        uint256 firstIndex,
        uint256[] calldata leaves
    ) external;

    /// @notice The policy; reverts where there is none.
    function policyOf(PolicyId policyId) external view returns (Policy memory);

    /// @notice The policy's current coverage root, zero before the first.
    function coverageRootOf(PolicyId policyId) external view returns (uint256);

    /// @notice Whether a claim against this coverage root is accepted: it is the current one, or it was replaced less than the
    /// policy's notice ago.
    function isValidCoverageRoot(PolicyId policyId, uint256 root) external view returns (bool);

    /// @notice The number that these terms would have.
    function policyIdOf(PolicyTerms calldata terms) external view returns (PolicyId);

    /// @notice keccak256(abi.encode(chainId, book, group)) without its lowest 8 bits: the scope of a group's policies.
    function scopeOfGroup(bytes32 group) external view returns (uint256);
}
