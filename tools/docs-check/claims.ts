/** What a text in backticks claims to exist. Which it is shows in its form. */
export type Claim =
  /** A file or folder, from the root or from beside the page; a bare file name may be anywhere. */
  | { readonly kind: "path"; readonly path: string }
  /** An npm script. */
  | { readonly kind: "script"; readonly name: string }
  /** An entry of the package, such as `aftercare/prover`. */
  | { readonly kind: "entry"; readonly name: string }
  /** A name that code declares, or a word that it holds as a text of its own. */
  | { readonly kind: "word"; readonly word: string }
  /** A variable of the environment. */
  | { readonly kind: "variable"; readonly name: string }
  /** A type of EIP-712, to the letter. */
  | { readonly kind: "type"; readonly text: string };

const SUFFIX = /\.(?:[cm]?[jt]sx?|json|md|sol|circom|ptau|zkey|wasm|r1cs|ya?ml|html|css|sh|toml|sqlite|age)$/;
const WORD = /[A-Za-z_]\w*/g;
const EIP712_TYPE = /^[A-Z]\w*\((?:\w+(?:\[\])? \w+)(?:,\w+(?:\[\])? \w+)*\)/;

const word = (name: string): Claim => ({ kind: "word", word: name });

/** In an expression only these are surely names: `closingWindow`, `MINIMUM_DWELL`, and whatever is called. */
const isName = (name: string) => /[a-z0-9][A-Z]/.test(name) || /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name);

/** A value, not a name: `9`, `0x00`, `2026-01-31`, `C50`, `H02.831`, `s`. */
const isValue = (text: string) => /^(?:[^A-Za-z]|[A-Z]\d|.$)/.test(text) || /^[IVX]+[ab]?$/.test(text);

const isPath = (text: string) =>
  !/[\s()'"=<>]|:\/\//.test(text) &&
  ((text.includes("/") && /^[\w.@*…-]+(?:\/|$)/.test(text)) || SUFFIX.test(text));

/** The name under which a command declares an option: `coverageRoot` for `--coverage-root=N`. */
const parameterOf = (option: string) =>
  option
    .replaceAll(/^--|=.*$/g, "")
    .replaceAll(/-([a-z])/g, (_hyphen, letter: string) => letter.toUpperCase());

function claimsOfArguments(words: readonly string[]): Claim[] {
  return words.flatMap((argument): Claim[] => {
    const bare = argument.replaceAll(/^\[|\]$/g, "");
    if (bare.startsWith("--")) return /^--[a-z]/.test(bare) ? [word(parameterOf(bare))] : [];
    if (isPath(bare)) return SUFFIX.test(bare) && !bare.includes("/") ? [] : [{ kind: "path", path: bare }];
    return /^[a-z][a-z-]*$/.test(bare) ? [word(bare)] : [];
  });
}

/** Quoted arguments are the user's own words, and so is what follows `#`. */
const argumentsOf = (command: string) =>
  command
    .replaceAll(/\s#\s.*$|"[^"]*"|'[^']*'/g, "")
    .split(/[\s|]+/)
    .filter((part) => part !== "");

/** `npm run NAME`, `npm test`, `npx aftercare …`, with variables before it; undefined if the text is no such command. */
function claimsOfCommand(text: string): Claim[] | undefined {
  if (text.includes(" && ")) {
    const parts = text.split(" && ").map((part) => claimsOfCommand(part));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  const words = argumentsOf(text);
  const start = words.findIndex((part) => !/^[A-Z_]+=/.test(part));
  const variables = words
    .slice(0, Math.max(start, 0))
    .map((part): Claim => ({ kind: "variable", name: part.replace(/=.*/, "") }));
  const [program, ...rest] = words.slice(Math.max(start, 0));
  if (program === undefined) return variables.length > 0 ? variables : undefined;
  if (program === "npx") {
    // The columns of a table of commands stand apart: what a command does is no part of it.
    const [tool, ...given] = argumentsOf(text.replace(/^.*?npx/, "").replace(/\s{2,}\S.*$/, ""));
    return tool === "aftercare" || tool === "vitest" || tool === "hardhat"
      ? [...variables, ...claimsOfArguments(tool === "aftercare" ? given : given.filter(isPath))]
      : [];
  }
  if (program !== "npm") return undefined;
  const [verb, ...given] = rest.filter((part) => part !== "-s");
  if (verb === "ci" || verb === "install") return variables;
  const [name, ...more] = verb === "run" ? given : [verb ?? "", ...given];
  return [...variables, { kind: "script", name: name ?? "" }, ...claimsOfArguments(more)];
}

function claimsOfExpression(text: string): Claim[] {
  return [...text.replaceAll(/"[^"]*"/g, "").matchAll(WORD)]
    .filter(({ 0: name, index, input }) => isName(name) || /^\w+\(/.test(input.slice(index)))
    .map(([name]) => word(name));
}

/** Everything that a text in backticks claims; plain English and formulas claim nothing but the names in them. */
export function claimsOf(text: string): readonly Claim[] {
  const command = claimsOfCommand(text);
  if (command !== undefined) return command;
  if (/^[a-z]+:\/\//.test(text)) return [];
  if (/^aftercare(?:\/[\w./-]+)?$/.test(text)) return [{ kind: "entry", name: text }];
  if (text.startsWith("-")) return claimsOfArguments(argumentsOf(text));
  const type = EIP712_TYPE.exec(text)?.[0];
  if (type !== undefined) return [{ kind: "type", text: type }];
  if (isPath(text)) return [{ kind: "path", path: text }];
  if (isValue(text)) return claimsOfExpression(text);
  if (/^[A-Za-z][\w.-]*$/.test(text)) {
    // `icd-10-cm` is one word; in `Procedure.code` each part is a name.
    return text.split(".").map(word);
  }
  return claimsOfExpression(text);
}

/** What a fence without a language claims: commands, folders with a description, types of EIP-712. Output claims nothing. */
export function claimsOfLine(line: string): readonly Claim[] {
  const command = /^(?:[A-Z_]+=\S+ )*(?:npm|npx) /.test(line) ? claimsOfCommand(line) : undefined;
  if (command !== undefined) return command;
  const [first = ""] = line.split(/\s{2,}/);
  if (isPath(first)) return [{ kind: "path", path: first }];
  const types: Claim[] = [];
  for (let rest = line; ;) {
    const type = EIP712_TYPE.exec(rest)?.[0] ?? /^[A-Z]\w*\((?:\w+ \w+,?)+\)/.exec(rest)?.[0];
    if (type === undefined) return types;
    types.push({ kind: "type", text: type });
    rest = rest.slice(type.length);
  }
}
