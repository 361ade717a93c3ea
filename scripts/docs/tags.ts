/** The tables of tags: all of them for docs/tools.md, and those worth choosing from for docs/filters.md. */
import { DISCOVERY_TOOLS } from '../../src/server/discovery-tools.ts';
import { type Catalogue, isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { markdownTable } from './markdown-table.ts';
import { tokensOfList, tokensOfTools } from './tokens.ts';

/** Every tag with its tools and tokens. */
export function tagsTable({ families, tools }: Catalogue): string {
  const titles = new Map(families.map((family) => [family.name, family.title]));
  const tags = [...new Set(tools.flatMap((tool) => tool.tags))].filter((tag) => tag !== 'core').sort();
  const rows: [string, ToolSpec[]][] = [
    ...coreRows(tools),
    ...tags.map((tag): [string, ToolSpec[]] => [
      titles.has(tag) ? `[\`${tag}\`](tools/${tag}.md)` : `\`${tag}\``,
      withTag(tools, tag),
    ]),
    ['`all`', tools],
  ];
  return markdownTable(
    ['Tag', 'Tools', 'Read', 'Write', 'Tokens'],
    rows.map(([name, chosen]) => {
      const reads = chosen.filter(isRead).length;
      return [name, String(chosen.length), String(reads), String(chosen.length - reads), tokens(chosen)];
    }),
  );
}

/** The shared tags and what they hold, the families with their pages, and what discovery costs. */
export function tagsSummary({ families, tools }: Catalogue, pages: string): string {
  const descriptions = Object.assign({}, ...families.map((family) => family.tagDescriptions));
  const [core, withoutProjectKey] = coreRows(tools).map(([, chosen]) => chosen);
  const rows = [
    row('`core`', descriptions.core, core ?? []),
    row('`core` without a project key', 'The same without what needs one', withoutProjectKey ?? []),
    ...Object.keys(descriptions)
      .filter((tag) => tag !== 'core')
      .sort()
      .map((tag) => row(`\`${tag}\``, descriptions[tag], withTag(tools, tag))),
    row('`all`', 'Everything', tools),
    [
      '`--exposure discovery`',
      'Four tools that find and call all of them',
      String(DISCOVERY_TOOLS.length),
      String(tokensOfList(DISCOVERY_TOOLS)),
    ],
  ];
  const links = families.map((family) => `[\`${family.name}\`](${pages}/${family.name}.md)`).join(', ');
  return [
    markdownTable(['Tag', 'What it holds', 'Tools', 'Tokens'], rows),
    `Each of the ${families.length} families is a tag too: ${links}.`,
  ].join('\n\n');
}

function row(name: string, what: string, tools: ToolSpec[]): string[] {
  return [name, what, String(tools.length), tokens(tools)];
}

function coreRows(tools: ToolSpec[]): [string, ToolSpec[]][] {
  const core = withTag(tools, 'core');
  return [
    ['`core`', core],
    ['`core`, no project key stored', core.filter((tool) => tool.key === 'admin')],
  ];
}

function withTag(tools: ToolSpec[], tag: string): ToolSpec[] {
  return tools.filter((tool) => tool.tags.includes(tag));
}

function tokens(tools: ToolSpec[]): string {
  return String(tokensOfTools(tools));
}
