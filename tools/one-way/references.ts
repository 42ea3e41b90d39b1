import { parseSync, Visitor, type ESTree } from "vite";

/** Something in a file that names another file or a package, by a literal or in a way that cannot be read from the text. */
export type Reference = {
  /** Counted from 1. */
  readonly line: number;
} & (
  | {
      /** `static` and `type` are read before the file runs, `dynamic` while it runs; `address` names a file to be opened. */
      readonly kind: "static" | "type" | "dynamic" | "address";
      readonly specifier: string;
    }
  | { readonly kind: "computed" }
);

/** A file that does not parse: whoever checks it cannot know what it imports. */
export class UnreadableSourceError extends Error {
  override readonly name = "UnreadableSourceError";
}

type Argument = ESTree.Argument | ESTree.Expression;
type Found = { readonly start: number } & (
  | { readonly kind: "static" | "type" | "dynamic" | "address"; readonly specifier: string }
  | { readonly kind: "computed" }
);

/** The value of a text that the source states whole, in quotes or in backticks. */
function literal(node: Argument | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function isOfImportMeta(node: Argument | undefined, ...properties: readonly string[]): boolean {
  return (
    node?.type === "MemberExpression" &&
    node.object.type === "MetaProperty" &&
    node.property.type === "Identifier" &&
    properties.includes(node.property.name)
  );
}

/** The path in `new URL("path", import.meta.url)`. */
function addressOf(node: ESTree.Expression | null): string | undefined {
  if (node?.type !== "NewExpression" || node.callee.type !== "Identifier" || node.callee.name !== "URL")
    return undefined;
  return isOfImportMeta(node.arguments[1], "url") ? literal(node.arguments[0]) : undefined;
}

/** The path in `join(import.meta.dirname, "..", "folder")`, if it is all stated. */
function joinedPathOf({ callee, arguments: given }: ESTree.CallExpression): string | undefined {
  const name = callee.type === "Identifier" ? callee.name : undefined;
  if ((name !== "join" && name !== "resolve") || !isOfImportMeta(given[0], "dirname")) return undefined;
  const parts = given.slice(1).map((part) => literal(part));
  return parts.every((part) => part !== undefined) ? ["."].concat(parts).join("/") : undefined;
}

const TRIPLE_SLASH = /^\/\s*<reference\s+(?:path|types)\s*=\s*["']([^"']+)["']/;

function referencesOfScript(file: string, text: string): Found[] {
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new UnreadableSourceError(`${file}: ${errors[0]?.message}`);
  const found: Found[] = [];
  const addresses = new Set<string>();
  const add = (kind: "static" | "type" | "dynamic" | "address", start: number, specifier?: string) =>
    found.push(specifier === undefined ? { kind: "computed", start } : { kind, start, specifier });
  const kindOf = (kind: "type" | "value" | null | undefined) => (kind === "type" ? "type" : "static");
  new Visitor({
    ImportDeclaration: ({ start, source, importKind }) => add(kindOf(importKind), start, source.value),
    ExportAllDeclaration: ({ start, source, exportKind }) => add(kindOf(exportKind), start, source.value),
    ExportNamedDeclaration: ({ start, source, exportKind }) =>
      source && add(kindOf(exportKind), start, source.value),
    TSImportType: ({ start, source }) => add("type", start, source.value),
    TSExternalModuleReference: ({ start, expression }) => add("static", start, expression.value),
    VariableDeclarator: ({ id, init }) => {
      if (id.type === "Identifier" && addressOf(init) !== undefined) addresses.add(id.name);
    },
    NewExpression: (node) => {
      const address = addressOf(node);
      if (address !== undefined) add("address", node.start, address);
    },
    ImportExpression: ({ start, source }) => {
      // The address itself is found where it is made.
      if (source.type === "Identifier" && addresses.has(source.name)) return;
      add("dynamic", start, literal(source));
    },
    CallExpression: (node) => {
      const { start, callee, arguments: given } = node;
      const isRequire =
        (callee.type === "Identifier" && callee.name === "require") ||
        (callee.type === "CallExpression" &&
          callee.callee.type === "Identifier" &&
          callee.callee.name === "createRequire");
      if (isRequire) add("dynamic", start, literal(given[0]));
      else if (isOfImportMeta(callee, "resolve")) add("dynamic", start, literal(given[0]));
      const path = joinedPathOf(node);
      if (path !== undefined) add("address", start, path);
    },
  }).visit(program);
  for (const { start, value } of comments) {
    const specifier = TRIPLE_SLASH.exec(value)?.[1];
    if (specifier !== undefined) add("type", start, specifier);
  }
  return found;
}

/** Comments and imports of Solidity, includes of circom: an import inside of a comment or of a text is none. */
const PLAIN_IMPORT =
  /\/\/[^\n]*|\/\*[^]*?\*\/|\b(?:import|include)\b[^;"']*["']([^"'\n]+)["']|"(?:[^"\\\n]|\\.)*"/g;

function referencesOfPlainSource(text: string): Found[] {
  return [...text.matchAll(PLAIN_IMPORT)].flatMap(({ index, 1: specifier }) =>
    specifier === undefined ? [] : [{ kind: "static", start: index, specifier }],
  );
}

/** Everything that a source file in TypeScript, JavaScript, Solidity or circom refers to. */
export function referencesOf(file: string, text: string): readonly Reference[] {
  const found = /\.(?:sol|circom)$/.test(file)
    ? referencesOfPlainSource(text)
    : referencesOfScript(file, text);
  return found.map(({ start, ...reference }) => ({
    ...reference,
    line: text.slice(0, start).split("\n").length,
  }));
}
