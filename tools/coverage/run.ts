/** The name under which Hardhat collects what the tests executed. */
export const RUN = "branches";
