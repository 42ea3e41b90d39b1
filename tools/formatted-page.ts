import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

/** A generated Markdown page as `npm run format` would leave it, so that a check compares like with like. */
export async function formattedPage(page: URL, text: string): Promise<string> {
  const filepath = fileURLToPath(page);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}
