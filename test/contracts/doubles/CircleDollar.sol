// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Dollar in the shape of Circle's: ERC-3009 in both forms, random nonces, blacklist, pause, no `eip712Domain()`
contract CircleDollar is ERC20("", "") {
    bytes32 private constant RECEIVE_WITH_AUTHORIZATION = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    bool public paused;
    mapping(address account => bool) public isBlacklisted;
    mapping(address authorizer => mapping(bytes32 nonce => bool)) public authorizationState;

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function setPaused(bool paused_) external {
        paused = paused_;
    }

    function setBlacklisted(address account, bool blacklisted) external {
        isBlacklisted[account] = blacklisted;
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external virtual {
        receiveWithAuthorization(from, to, value, validAfter, validBefore, nonce, abi.encodePacked(r, s, v));
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        require(to == msg.sender, "FiatTokenV2: caller must be the payee");
        require(block.timestamp > validAfter, "FiatTokenV2: authorization is not yet valid");
        require(block.timestamp < validBefore, "FiatTokenV2: authorization is expired");
        require(!authorizationState[from][nonce], "FiatTokenV2: authorization is used or canceled");
        bytes32 structHash = keccak256(
            abi.encode(RECEIVE_WITH_AUTHORIZATION, from, to, value, validAfter, validBefore, nonce)
        );
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", DOMAIN_SEPARATOR(), structHash));
        require(_isSigned(from, digest, signature), "FiatTokenV2: invalid signature");
        authorizationState[from][nonce] = true;
        _transfer(from, to, value);
    }

    /// @dev Constants, since a proxy has none of its implementation's storage.
    function name() public pure override returns (string memory) {
        return "USD Coin";
    }

    function symbol() public pure override returns (string memory) {
        return "USDC";
    }

    function decimals() public pure virtual override returns (uint8) {
        return 6;
    }

    function version() public pure virtual returns (string memory) {
        return "2";
    }

    // solhint-disable-next-line func-name-mixedcase -- the name that EIP-2612 gives it
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    keccak256(
                        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                    ),
                    keccak256("USD Coin"),
                    keccak256("2"),
                    block.chainid,
                    address(this)
                )
            );
    }

    function _isSigned(
        address from,
        bytes32 digest,
        bytes memory signature
    ) internal view virtual returns (bool) {
        return SignatureChecker.isValidSignatureNow(from, digest, signature);
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!paused, "Pausable: paused");
        require(!isBlacklisted[from] && !isBlacklisted[to], "Blacklistable: account is blacklisted");
        super._update(from, to, value);
    }
}

/// @title Circle's dollar as it is on chain: behind a proxy
contract CircleDollarProxy is Proxy {
    address private immutable _logic;

    constructor(address logic) {
        _logic = logic;
    }

    function _implementation() internal view override returns (address) {
        return _logic;
    }
}

/// @title Dollar whose version is not that of its domain separator: what people sign for it is worth nothing
contract MisnamedDollar is CircleDollar {
    function version() public pure override returns (string memory) {
        return "1";
    }
}

/// @title Dollar that states another domain than that of its separator
contract MisstatingDollar is CircleDollar {
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        return (hex"0f", "USD Coin", "1", block.chainid, address(this), 0, new uint256[](0));
    }
}

/// @title Dollar that takes deposits whoever signed them
contract TrustingDollar is CircleDollar {
    function _isSigned(address, bytes32, bytes memory) internal pure override returns (bool) {
        return true;
    }
}

/// @title Dollar that lost the form for keys
contract WalletsOnlyDollar is CircleDollar {
    function receiveWithAuthorization(
        address,
        address,
        uint256,
        uint256,
        uint256,
        bytes32,
        uint8,
        bytes32,
        bytes32
    ) external pure override {
        revert();
    }
}

/// @title Dollar that counts as ether does: fees and limits in millionths would be next to nothing
contract EighteenDecimalsDollar is CircleDollar {
    function decimals() public pure override returns (uint8) {
        return 18;
    }
}

/// @title Dollar that refuses to say its decimals, in 32 bytes that read like an answer
contract ReticentDollar is CircleDollar {
    function decimals() public pure override returns (uint8) {
        assembly ("memory-safe") {
            mstore(0, 6)
            revert(0, 32)
        }
    }
}

/// @title Dollar that knows nothing beyond ERC-20
contract PlainDollar is ERC20("Plain Dollar", "PLAIN") {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}

/// @title Dollar that takes every call it does not know without a word, as wrapped ether does
contract SilentDollar is PlainDollar {
    fallback() external {}
}
