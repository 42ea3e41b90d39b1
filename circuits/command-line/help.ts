import { Help, type Command as Parser, type Option } from "commander";

export const HELP_WIDTH = 100;
/** Terms beyond this take a line of their own in the help. */
const WIDEST_COLUMN = 40;

/** Every command below, not only the next level. */
function visibleCommands(parser: Parser): Parser[] {
  return parser.commands.flatMap((below) => (below.commands.length > 0 ? visibleCommands(below) : [below]));
}

/** The words that call a command after the program's name, and its usage. */
function subcommandTerm(parser: Parser): string {
  const words = [parser.name()];
  for (let above = parser.parent; above?.parent; above = above.parent) words.unshift(above.name());
  return `${words.join(" ")} ${parser.usage()}`.trimEnd();
}

function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  if (termWidth <= WIDEST_COLUMN) {
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  }
  return `  ${term}\n      ${description}`;
}

/** A group's only option is to ask for help, which is what was done. */
function visibleOptions(parser: Parser): Option[] {
  return parser.commands.length > 0 ? [] : new Help().visibleOptions(parser);
}

/** How the help of every command is laid out. */
export const HELP_LAYOUT = { visibleCommands, visibleOptions, subcommandTerm, formatItem };
