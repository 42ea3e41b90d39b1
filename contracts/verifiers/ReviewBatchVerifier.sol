// SPDX-License-Identifier: GPL-3.0-or-later
// Generated from the verification key by `npm run circuits`; `circuits verify` compares the two. Never edit it.
pragma solidity 0.8.37;

import {IGroth16BatchVerifier} from "../interfaces/IGroth16BatchVerifier.sol";
import {Groth16Batch} from "../libraries/Groth16Batch.sol";

/// @title Groth16 verifier of the review circuit, for 6 public signals a proof
/// @notice Development key: must not guard anything of value. Whoever ran the setup can forge proofs.
contract ReviewBatchVerifier is IGroth16BatchVerifier {
    /// @inheritdoc IGroth16BatchVerifier
    bool public constant IS_DEVELOPMENT_KEY = true;

    /// @dev One word a line: α (2), −β (4), −γ (4), −δ (4), the constant term's point (2), each signal's point (2)
    /// and usual value (1).
    bytes private constant KEY =
        hex"2945abc310375ddaf757353bc70ac8a36c4b683ad92a2b6f243461537e41e795"
        hex"0b70eded4dc3516d71f161873c2bffed8c79e695201f74f940117c81bf5ac691"
        hex"2ea68e8a842f51af638a6c51d1d93b45d61a58b3cc125db0cf55b9d1070de3aa"
        hex"2ed156ae057914371424b06badd2bebedabe756771c495fff713b441a969dfc1"
        hex"1b60220d3fcc82468d41de835e4d85966df6e491d8d8b96ca17be28d8b2bee44"
        hex"2a03d7c314c117571202a50eb4fa66c14f9dc9c0d736918033fa66a767333c7a"
        hex"198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2"
        hex"1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"
        hex"275dc4a288d1afb3cbb1ac09187524c7db36395df7be3b99e673b13a075a65ec"
        hex"1d9befcd05a5323e6da4d435f3b617cdb3af83285c2df711ef39c01571827f9d"
        hex"1f12fffc567d15945016bb3cd9007338564f4124e40c46d4e3bc80c4c7cbe683"
        hex"26606bdad0cd9904308811ac09e3e79e10c166400d9793dda21705d5fdd7d77d"
        hex"0c48dd0153b7f6db8a153d1a07c5bf695535088f20b6a08ce8238074767353c7"
        hex"0fdda3071f176e7b996c9a0d9821c90191069c5e36af478a1cc66bbd71be2168"
        hex"20da958a6daecd621570d229a882222efedd97734b7281f4d051fe9a994b6646"
        hex"2f94a6e1f1cef85fae659c265ce270bd9744ba82f4c1b5b0e6be22717b3cce60"
        hex"23e20afe7d739f8a33db4550ade5745371deb81a0d743624963d6ce0694bcfd8"
        hex"16682fc96e7fed5c11100ee632f90c56a195f1a2c9f6b8fe84bd40f47e16e530"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"025a43c8f98fb59e4f94f658918ffc39f3d175bbee0fa54897a9b078fc2a9cd9"
        hex"0d88386a9a9fd87525cbdc894781c465e6594a69344c5423bbee2e635e4c88f3"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"06ab01085f1f0c3c2b42c1f14387e4f298ff0918b937b8440588176bb4bc76fa"
        hex"0cfcc09955e9f8c3b7c80dacff8083bc1de1bc229b0b92d1cd49aadb9e292a89"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"10b65212bcfe2a8129e62acd076e9c7830f7c211b86b77a01f529a04bfbbc520"
        hex"21c31788b8f26a39839eab4a81c142567a96feb51964be0c898ce7effc8b3ecf"
        hex"0000000000000000000000000000000000000000000000000000000000000000"
        hex"138e410f51e25f878283ebe56a66f90e717f11395315f903d3842a579627fd0a"
        hex"06c1c9358722c74600748cd9657d8a7ed9705c2967f3357c3f1ce56b6a2c8a6d"
        hex"000000000000000000000000000000000000000000000000000000000000ffff"
        hex"1632f7e4ff5de94abfe9a61cdd905a1536765ef817fce2f4c9e8c839c22c4e3c"
        hex"1133bad3c31144c6cbe3e8a2abd3e3ef738f42584a4787737e574863bcff6928"
        hex"0000000000000000000000000000000000000000000000000000000000000000";

    /// @inheritdoc IGroth16BatchVerifier
    function verifyBatch(uint256[] calldata statements) external view returns (bool) {
        return Groth16Batch.verify(KEY, statements);
    }

    /// @inheritdoc IGroth16BatchVerifier
    function keyId() external pure returns (bytes32) {
        return keccak256(KEY);
    }
}
