/** A piece of a page, and the line on which it starts, counted from 1. */
export interface Piece {
  readonly text: string;
  readonly line: number;
}

export interface Fence extends Piece {
  /** What follows the opening backticks: `ts`, `json`, or nothing. */
  readonly language: string;
}

/** What a Markdown page says that can be checked. */
export interface Page {
  /** Texts in backticks, on one line each. */
  readonly spans: readonly Piece[];
  readonly fences: readonly Fence[];
  /** Targets of links and images. */
  readonly links: readonly Piece[];
  /** What a link to a place on this page may name after `#`. */
  readonly anchors: ReadonlySet<string>;
}

const lineOf = (text: string, index: number) => text.slice(0, index).split("\n").length;

/** Blanks a text out but for its line breaks, so that what comes after keeps its place. */
const blank = (text: string) => text.replaceAll(/[^\n]/g, " ");

const FENCE = /^([ \t]*)(`{3,}|~{3,})([^\n]*)\n([^]*?)^\1\2[ \t]*$/gm;
const SPAN = /(`+)((?:(?!\1)[^]|`(?!\1))+?)\1(?!`)/g;
const LINK = /\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;
const HEADING = /^#{1,6}[ \t]+(.+?)[ \t]*#*$/gm;

/** The anchor of a heading, as GitHub makes it. */
function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of text.matchAll(HEADING)) {
    const slug = slugOf(heading!);
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  for (const [, id] of text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id!);
  return anchors;
}

/** Reads the parts of a Markdown page that name things. Not a whole parser: what is in a fence is in nothing else. */
export function readPage(source: string): Page {
  const fences = [...source.matchAll(FENCE)].map(({ index, 3: language, 4: text }) => ({
    language: language!.trim(),
    text: text!,
    line: lineOf(source, index) + 1,
  }));
  const unfenced = source.replaceAll(FENCE, blank).replaceAll(/<!--[^]*?-->/g, blank);
  const spans = [...unfenced.matchAll(SPAN)].map(({ index, 2: text }) => ({
    // In a table a bar inside of backticks is written with a backslash.
    text: text!.replaceAll(/\s+/g, " ").replaceAll("\\|", "|").trim(),
    line: lineOf(unfenced, index),
  }));
  const prose = unfenced.replaceAll(SPAN, blank);
  const links = [...prose.matchAll(LINK)].map(({ index, 1: inline, 2: defined }) => ({
    text: (inline ?? defined)!,
    line: lineOf(prose, index),
  }));
  return { spans, fences, links, anchors: anchorsOf(unfenced) };
}
