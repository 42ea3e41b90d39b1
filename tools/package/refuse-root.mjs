// `npm pack` in the repository's root would pack the repository, which works for nobody.
console.error("The package is built into dist/ and packed there: run `npm run package` instead.");
process.exitCode = 1;
