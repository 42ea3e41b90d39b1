/**
 * Marks both arms of every branch of Solidity sources by statements of their own, so that statement coverage of the
 * marked sources is branch coverage of the originals: Hardhat counts statements only.
 *
 * A branch is an `if`, a conditional expression, or an `&&` or `||`, whose arms are its two ways to be decided.
 */
import { createRequire } from "node:module";

/** One arm of one branch. */
export interface Arm {
  file: string;
  /** Line of the branch in the original, from 1. */
  line: number;
  kind: "if" | "?:" | "&&" | "||";
  side: "first" | "second";
  /** Line of the marked source whose statement runs when the arm is taken. */
  markedLine: number;
}

interface Node {
  nodeType: string;
  src: string;
  [member: string]: unknown;
}

interface Compiler {
  compile(
    input: string,
    callbacks: { import(path: string): { contents: string } | { error: string } },
  ): string;
}

const solc = createRequire(import.meta.url)("solc") as Compiler;

/** Marks all sources, keyed by their path from the project's folder; `read` finds what they import besides. */
export function markBranches(
  sources: ReadonlyMap<string, string>,
  read: (path: string) => string,
): { marked: Map<string, string>; arms: Arm[] } {
  const marked = new Map<string, string>();
  const arms: Arm[] = [];
  for (const [file, ast] of syntaxTreesOf(sources, read)) {
    const source = new Marking(file, sources.get(file) ?? "", arms.length);
    source.visit(ast, 0);
    const { text, arms: found } = source.finish();
    marked.set(file, text);
    arms.push(...found);
  }
  return { marked, arms };
}

function syntaxTreesOf(
  sources: ReadonlyMap<string, string>,
  read: (path: string) => string,
): [string, Node][] {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([file, content]) => [file, { content }])),
    settings: { outputSelection: { "*": { "": ["ast"] } } },
  };
  const imported = (path: string) => {
    try {
      return { contents: read(path) };
    } catch (error) {
      return { error: String(error) };
    }
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: imported })) as {
    errors?: { severity: string; formattedMessage: string }[];
    sources: Record<string, { ast: Node }>;
  };
  const failure = output.errors?.find(({ severity }) => severity === "error");
  if (failure) throw new Error(failure.formattedMessage);
  return [...sources.keys()].map((file) => [file, output.sources[file]?.ast as Node]);
}

/** Text put in at an offset, in place of `removed` bytes. */
interface Edit {
  at: number;
  /** Among edits at one offset: ends of inner nodes, ends of outer ones, replacements, starts of outer ones, of inner ones. */
  rank: number;
  removed: number;
  text: string;
}

/** The edits that mark one file. Offsets count bytes, as the compiler's do. */
class Marking {
  readonly #file: string;
  readonly #bytes: Buffer;
  readonly #edits: Edit[] = [];
  readonly #arms: Omit<Arm, "markedLine">[] = [];
  readonly #functions: string[] = [];
  readonly #firstId: number;

  constructor(file: string, text: string, firstId: number) {
    this.#file = file;
    this.#bytes = Buffer.from(text, "utf8");
    this.#firstId = firstId;
  }

  visit(node: Node, depth: number): void {
    if (node.nodeType === "IfStatement") this.#markIf(node, depth);
    if (node.nodeType === "Conditional") this.#markConditional(node, depth);
    if (node.nodeType === "BinaryOperation" && (node["operator"] === "&&" || node["operator"] === "||")) {
      this.#markLogical(node, node["operator"], depth);
    }
    for (const member of Object.values(node)) {
      for (const child of Array.isArray(member) ? (member as unknown[]) : [member]) {
        if (isNode(child)) this.visit(child, depth + 1);
      }
    }
  }

  finish(): { text: string; arms: Arm[] } {
    const edits = this.#edits.toSorted((one, other) => one.at - other.at || one.rank - other.rank);
    let from = 0;
    const parts: string[] = [];
    for (const { at, removed, text } of edits) {
      parts.push(this.#bytes.toString("utf8", from, at), text);
      from = at + removed;
    }
    const text = [...parts, this.#bytes.toString("utf8", from), ...this.#functions].join("");
    const lines = text.split("\n");
    const arms = this.#arms.map((arm, index) => {
      const marker = `/* arm ${this.#firstId + index} */`;
      return { ...arm, markedLine: lines.findIndex((line) => line.includes(marker)) + 1 };
    });
    return { text, arms };
  }

  #markIf(node: Node, depth: number): void {
    const [then, otherwise] = [node["trueBody"] as Node, node["falseBody"] as Node | undefined];
    this.#wrap(then, this.#statementArm(node, "first"), depth);
    const second = this.#statementArm(node, "second");
    if (otherwise) this.#wrap(otherwise, second, depth);
    else this.#after(this.#endOf(then), ` else {${second}}`, depth);
  }

  #markConditional(node: Node, depth: number): void {
    const type = typeOf(node);
    for (const [member, side] of [
      ["trueExpression", "first"],
      ["falseExpression", "second"],
    ] as const) {
      const arm = node[member] as Node;
      this.#before(startOf(arm), `${this.#expressionArm(node, "?:", side, type)}(`, depth);
      this.#after(spanOf(arm).end, ")", depth);
    }
  }

  /** `a || b` becomes `(a ? first(true) : second(b))`, `a && b` becomes `(a ? first(b) : second(false))`. */
  #markLogical(node: Node, operator: "&&" | "||", depth: number): void {
    const [left, right] = [node["leftExpression"] as Node, node["rightExpression"] as Node];
    const first = this.#expressionArm(node, operator, "first", "bool");
    const second = this.#expressionArm(node, operator, "second", "bool");
    const { end } = spanOf(left);
    this.#before(startOf(left), "(", depth);
    this.#edits.push({
      at: end,
      rank: 0,
      removed: startOf(right) - end,
      text: operator === "||" ? ` ? ${first}(true) : ${second}(` : ` ? ${first}(`,
    });
    this.#after(spanOf(right).end, operator === "||" ? "))" : `) : ${second}(false))`, depth);
  }

  #wrap(statement: Node, marker: string, depth: number): void {
    if (statement.nodeType === "Block") {
      this.#before(startOf(statement) + 1, marker, depth);
    } else {
      this.#before(startOf(statement), `{${marker}`, depth);
      this.#after(this.#endOf(statement), "}", depth);
    }
  }

  #before(at: number, text: string, depth: number): void {
    this.#edits.push({ at, rank: 1 + depth, removed: 0, text });
  }

  #after(at: number, text: string, depth: number): void {
    this.#edits.push({ at, rank: -1 - depth, removed: 0, text });
  }

  /** The end of a statement, its semicolon included, which the compiler leaves out of some. */
  #endOf(statement: Node): number {
    if (statement.nodeType === "Block") return spanOf(statement).end;
    if (statement.nodeType === "IfStatement") {
      return this.#endOf((statement["falseBody"] ?? statement["trueBody"]) as Node);
    }
    const { end } = spanOf(statement);
    return this.#bytes.indexOf(";", end - 1) + 1;
  }

  #arm(node: Node, kind: Arm["kind"], side: Arm["side"]): number {
    const line = this.#bytes.toString("utf8", 0, startOf(node)).split("\n").length;
    this.#arms.push({ file: this.#file, line, kind, side });
    return this.#firstId + this.#arms.length - 1;
  }

  #statementArm(node: Node, side: Arm["side"]): string {
    const id = this.#arm(node, "if", side);
    this.#functions.push(`\nfunction arm${id}() pure {}`);
    return `\narm${id}(); /* arm ${id} */\n`;
  }

  #expressionArm(node: Node, kind: Arm["kind"], side: Arm["side"], type: string): string {
    const id = this.#arm(node, kind, side);
    this.#functions.push(
      `\nfunction arm${id}(${type} value) pure returns (${type}) {\nreturn value; /* arm ${id} */\n}`,
    );
    return `arm${id}`;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "nodeType" in value;

function spanOf({ src }: Node): { start: number; end: number } {
  const [start = 0, length = 0] = src.split(":").map(Number);
  return { start, end: start + length };
}

const startOf = (node: Node) => spanOf(node).start;

/** An expression's type as a declaration takes it. */
function typeOf(node: Node): string {
  const { typeString } = node["typeDescriptions"] as { typeString: string };
  return typeString.replace(/^(contract|enum|struct) /, "").replace(" payable", "");
}
