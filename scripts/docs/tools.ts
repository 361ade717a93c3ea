/** Docs/tools.md: every tool and every tag, with what each costs in tokens. */
import { type Catalogue, isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { markdownTable, plain } from './markdown-table.ts';
import { tagsTable } from './tags.ts';
import { tokensOfTool } from './tokens.ts';

/** The whole page. */
export function toolsPage(catalogue: Catalogue, counts: Record<string, number>): string {
  const { tools } = catalogue;
  return `${[
    '# Tools and tags',
    'Generated from `tool-specs/` by `npm run docs`; edits here are overwritten.',
    `${counts.tools} tools for ${counts.operations} operations of the API: ${counts.read_tools} read, ${counts.write_tools} write. Tokens are counted with OpenAI's o200k encoding over the JSON that \`tools/list\` sends; a client may add a few for its own wrapping.`,
    '## Tags',
    'What `--tags` and `--exclude-tags` take. Without `--tags` and `--tools`, `core` is served. Tools that need a key which is not there are not listed, so most people see the second row.',
    tagsTable(catalogue),
    '## Tools',
    'Each name leads to its arguments, its risk and an example. The method is what `--methods` takes, and counts as read or write. The key is the one that OpenAI asks for: the admin key of the organization, or an API key of the project. The risks are explained below the table.',
    toolsTable(tools),
    '## Risks',
    RISKS,
  ].join('\n\n')}\n`;
}

const RISKS = `- \`reversible\`: the former state can be restored with these tools.
- \`costly\`: it starts to cost money, or may.
- \`irreversible\`: what is lost cannot be brought back.
- \`mints_secret\`: the answer holds a new secret, which goes where \`--secrets\` says.
- \`opens_access\`: it lets outside identities in, or sends data to an address that somebody named.
- \`stops_traffic\`: it can stop calls that production makes.
- \`self_lockout\`: it can take away the access of those who manage the organization.`;

function toolsTable(tools: ToolSpec[]): string {
  return markdownTable(
    ['Tool', 'What it does', 'Method', 'Risk', 'Key', 'Tags', 'Tokens'],
    tools.map((tool) => [
      `[\`${tool.name}\`](tools/${tool.family}.md#${tool.name})`,
      plain(tool.docs.summary),
      `${tool.method} (${isRead(tool) ? 'read' : 'write'})`,
      tool.risk?.class ?? '',
      tool.key,
      tool.tags.join(', '),
      String(tokensOfTool(tool)),
    ]),
  );
}
