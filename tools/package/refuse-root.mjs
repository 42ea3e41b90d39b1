// `npm pack` in the repository's root would pack the repository, which works for nobody.
console.error("The package is built into dist/: run `npm run build && npm pack ./dist` instead.");
process.exitCode = 1;
