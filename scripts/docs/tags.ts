/** The tables of tags: all of them for docs/tools.md, and those worth choosing from for docs/filters.md. */
import { DISCOVERY_TOOLS } from '../../src/server/discovery-tools.ts';
import { type Catalogue, isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { markdownTable } from './markdown-table.ts';
import { tokensOfList, tokensOfTools } from './tokens.ts';

/** What each tag that several families share holds, in a few words. */
const HOLDS: Record<string, string> = {
  access:
    'Who may do what: users, invites, groups, roles and who has them, members of projects, and which models and hosted tools a project may use',
  admin: 'All that needs the admin key, except costs, usage and the audit log',
  audit: 'The audit log',
  billing: 'Costs, usage, spend limits and spend alerts, of the organization and of projects',
  keys: 'API keys of projects, service accounts and their keys, admin keys',
  security: 'Audit log, keys, certificates, data retention, encryption keys, storage, workload identity',
  vector_stores: 'Vector stores with their files and file batches',
};

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
export function tagsSummary({ families, tools }: Catalogue): string {
  const names = new Set(families.map((family) => family.name));
  const shared = [...new Set(tools.flatMap((tool) => tool.tags))]
    .filter((tag) => tag !== 'core' && (HOLDS[tag] !== undefined || !names.has(tag)))
    .sort();
  const [core, withoutProjectKey] = coreRows(tools).map(([, chosen]) => chosen);
  const rows = [
    row(
      '`core`',
      'The default: projects, their members, service accounts, API keys and rate limits; users; costs, usage, audit log; vector stores',
      core ?? [],
    ),
    row('`core` without a project key', 'The same without vector stores', withoutProjectKey ?? []),
    ...shared.map((tag) => row(`\`${tag}\``, holds(tag), withTag(tools, tag))),
    row('`all`', 'Everything', tools),
    [
      '`--exposure discovery`',
      'Four tools that find and call all of them',
      String(DISCOVERY_TOOLS.length),
      String(tokensOfList(DISCOVERY_TOOLS)),
    ],
  ];
  const pages = families.map((family) => `[\`${family.name}\`](tools/${family.name}.md)`).join(', ');
  return [
    markdownTable(['Tag', 'What it holds', 'Tools', 'Tokens'], rows),
    `Each of the ${families.length} families is a tag too: ${pages}.`,
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

function holds(tag: string): string {
  const what = HOLDS[tag];
  if (what === undefined) throw new Error(`scripts/docs/tags.ts: say what the tag ${tag} holds`);
  return what;
}
