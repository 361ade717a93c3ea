/** Owns docs/tools.md: every tool and every tag, with what each costs in tokens. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { type Catalogue, isRead, type ToolSpec } from '../specs/catalogue.ts';
import { describeTool } from '../tools/describe.ts';
import { markdownTable } from './markdown-table.ts';

/** The whole page. */
export function toolsPage({ tools }: Catalogue): string {
  return `${[
    '# Tools and tags',
    'Generated from `tool-specs/` by `npm run docs`; edits here are overwritten.',
    `${tools.length} tools: ${tools.filter(isRead).length} read, ${tools.filter((tool) => !isRead(tool)).length} write. Tokens are counted with OpenAI's o200k encoding over the JSON that \`tools/list\` sends; a client may add a few for its own wrapping.`,
    '## Tags',
    'What `--tags` and `--exclude-tags` take. Without `--tags` and `--tools`, `core` is served. Tools that need a key which is not there are not listed, so most people see the second row.',
    tagsTable(tools),
    '## Tools',
    'The method is what `--methods` takes, and counts as read or write. The key is the one that OpenAI asks for: the admin key of the organization, or an API key of the project. The risk is explained below the table.',
    toolsTable(tools),
    '## Risk of each write',
    RISKS,
    risksTable(tools),
  ].join('\n\n')}\n`;
}

const RISKS = `- \`reversible\`: the former state can be restored with these tools.
- \`costly\`: it starts to cost money, or may.
- \`irreversible\`: what is lost cannot be brought back.
- \`mints_secret\`: the answer holds a new key. Refused unless the server runs with \`--secrets reveal\` or \`--sandbox\`.
- \`self_lockout\`: it can take away the access of those who manage the organization.`;

function tagsTable(tools: ToolSpec[]): string {
  const tags = [...new Set(tools.flatMap((tool) => tool.tags))].filter((tag) => tag !== 'core').sort();
  const withTag = (tag: string) => tools.filter((tool) => tool.tags.includes(tag));
  const core = withTag('core');
  const rows: [string, ToolSpec[]][] = [
    ['`core`', core],
    ['`core`, no project key stored', core.filter((tool) => tool.key === 'admin')],
    ...tags.map((tag): [string, ToolSpec[]] => [`\`${tag}\``, withTag(tag)]),
    ['`all`', tools],
  ];
  return markdownTable(
    ['Tag', 'Tools', 'Read', 'Write', 'Tokens'],
    rows.map(([name, chosen]) => {
      const reads = chosen.filter(isRead).length;
      return [
        name,
        String(chosen.length),
        String(reads),
        String(chosen.length - reads),
        String(tokensOf(chosen)),
      ];
    }),
  );
}

function toolsTable(tools: ToolSpec[]): string {
  return markdownTable(
    ['Tool', 'What it does', 'Method', 'Risk', 'Key', 'Tags', 'Tokens'],
    tools.map((tool) => [
      `\`${tool.name}\``,
      tool.docs.summary,
      `${tool.method} (${isRead(tool) ? 'read' : 'write'})`,
      tool.risk?.class ?? '',
      tool.key,
      tool.tags.join(', '),
      String(countTokens(describeTool(tool, () => true))),
    ]),
  );
}

function risksTable(tools: ToolSpec[]): string {
  return markdownTable(
    ['Tool', 'Risk', 'Because'],
    tools.flatMap(({ name, risk }) => (risk ? [[`\`${name}\``, `\`${risk.class}\``, risk.because]] : [])),
  );
}

/** What `tools/list` costs when these tools are listed and no others. */
function tokensOf(tools: ToolSpec[]): number {
  const names = new Set(tools.map((tool) => tool.name));
  return countTokens({ tools: tools.map((tool) => describeTool(tool, (name) => names.has(name))) });
}

function countTokens(value: unknown): number {
  return encode(JSON.stringify(value)).length;
}
