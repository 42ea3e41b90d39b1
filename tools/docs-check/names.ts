import { parseSync, Visitor } from "vite";

/** What a project's code says: names, words that stand alone in a text of their own, and texts as they are. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  /** All texts of a language, one after another, for what has to be found to the letter. */
  readonly texts: string;
}

interface Said {
  readonly words: Iterable<string>;
  readonly texts: Iterable<string>;
}

function saidInScript(file: string, source: string): Said {
  const words = new Set<string>();
  const texts: string[] = [];
  const say = (text: string) => {
    texts.push(text);
    // A code or the two words of a command; what is longer is prose, in which any word may turn up.
    if (/^[\w-]+(?: [\w-]+)?$/.test(text)) for (const part of text.split(" ")) words.add(part);
  };
  new Visitor({
    Identifier: ({ name }) => void words.add(name),
    PrivateIdentifier: ({ name }) => void words.add(name),
    Literal: ({ value }) => {
      if (typeof value === "string") say(value);
    },
    TemplateElement: ({ value }) => say(value.cooked ?? value.raw),
  }).visit(parseSync(file, source).program);
  return { words, texts };
}

const PLAIN_TOKEN = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|[A-Za-z_$][\w$]*/g;

const STRUCT = /\bstruct (\w+)\s*\{([^}]*)\}/g;

/** The structs of a file, written as types of EIP-712: encodings name their members in the same order. */
function structsIn(source: string): string[] {
  const code = source.replaceAll(/\/\/[^\n]*|\/\*[^]*?\*\//g, "");
  return [...code.matchAll(STRUCT)].map(([, name, members]) => {
    const listed = members!
      .split(";")
      .map((member) => member.trim().replaceAll(/\s+/g, " "))
      .filter((member) => member !== "");
    return `${name}(${listed.join(",")})`;
  });
}

/** Solidity and circom: names that are used are declared, or the compiler refuses. */
function saidInPlainSource(source: string): Said {
  const words: string[] = [];
  const texts: string[] = [];
  for (const [token] of source.matchAll(PLAIN_TOKEN)) {
    if (token.startsWith('"')) texts.push(token.slice(1, -1));
    else if (!token.startsWith("/")) words.push(token);
  }
  return { words, texts: [...texts, ...structsIn(source)] };
}

/** JSON: every word of a key or a value. */
const saidInJson = (source: string): Said => ({ words: source.match(/[A-Za-z_][\w-]*/g) ?? [], texts: [] });

function saidIn(file: string, source: string): Said {
  if (file.endsWith(".json")) return saidInJson(source);
  return /\.(?:sol|circom)$/.test(file) ? saidInPlainSource(source) : saidInScript(file, source);
}

/** Gathers what source files say. Comments say nothing: a name that only they hold is gone. */
export function vocabularyOf(files: readonly { readonly path: string; readonly text: string }[]): Vocabulary {
  const said = files.map(({ path, text }) => saidIn(path, text));
  return {
    words: new Set(said.flatMap(({ words }) => [...words])),
    // Solidity writes a long text as several, one after another.
    texts: said.map(({ texts }) => [...texts].join("")).join("\n"),
  };
}
