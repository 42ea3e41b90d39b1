const DIRECTIVE = /\b(?:oxlint|eslint|solhint)-disable\b/;
const WITH_RULE_AND_REASON = /-disable(?:-next-line|-line)?\s+[\w@/-][^\n]*?\s--\s+\S/;

/** A line for each directive of a file that switches rules off without naming them, or without a reason after ` -- `. */
export function unexplained(path: string, text: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      DIRECTIVE.test(line) && !WITH_RULE_AND_REASON.test(line)
        ? [`${path}:${index + 1}: name the rule and say why it is off here, after " -- "`]
        : [],
    );
}
