/** A family's page in docs/tools: each tool with its arguments, risk, secrets and example. */
import { type Catalogue, type Family, isComposed, isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import type { Risk } from '../../src/specs/spec-schema.ts';
import { argumentsTable } from './arguments.ts';
import { plain } from './markdown-table.ts';
import { tokensOfTool } from './tokens.ts';

/** The whole page. */
export function familyPage(family: Family, { tools }: Catalogue): string {
  const own = tools.filter((tool) => tool.family === family.name);
  const linkTo = (name: string) => {
    const other = tools.find((tool) => tool.name === name);
    return other === undefined || other.family === family.name ? `#${name}` : `${other.family}.md#${name}`;
  };
  return `${[
    `# ${plain(family.title)}`,
    'Generated from `tool-specs/` by `npm run docs`; edits here are overwritten. [All tools](../tools.md)',
    introduction(family, own, tools),
    own.map((tool) => `- [\`${tool.name}\`](#${tool.name}): ${plain(tool.docs.summary)}`).join('\n'),
    ...own.map((tool) => toolSection(tool, linkTo)),
  ].join('\n\n')}\n`;
}

function introduction(family: Family, tools: ToolSpec[], all: ToolSpec[]): string {
  const shared = all.filter((tool) => tool.tags.includes(family.name)).length > tools.length;
  const beta = tools.find((tool) => tool.beta !== undefined)?.beta;
  return [
    shared
      ? `The tag \`${family.name}\` serves these and related families.`
      : `Serve only these with \`--tags ${family.name}\`.`,
    family.key === 'admin'
      ? 'They need an admin key.'
      : 'They need an API key of the project; `project_id` picks one of several.',
    ...(tools.some((tool) => tool.tags.includes('core')) ? ['They are on by default.'] : []),
    ...(beta === undefined ? [] : [`Requests carry the header \`OpenAI-Beta: ${beta}\`.`]),
  ].join(' ');
}

function toolSection(tool: ToolSpec, linkTo: (tool: string) => string): string {
  return [
    `## ${tool.name}`,
    `**${plain(tool.title)}** · ${tool.method} (${isRead(tool) ? 'read' : 'write'}) · ${operationOf(tool)}${tokensOfTool(tool)} tokens · ${tool.tags.map((tag) => `\`${tag}\``).join(', ')}`,
    plain(tool.docs.summary),
    ...listOf('When to use it:', tool.docs.use_when),
    ...listOf('Note:', tool.docs.notes),
    argumentsTable(tool, linkTo),
    ...answerNotes(tool),
    ...(tool.risk ? [riskText(tool.risk)] : []),
    ...secretNotes(tool),
    ...exampleBlocks(tool),
  ].join('\n\n');
}

function riskText(risk: Risk): string {
  const cases = (risk.cases ?? []).map(
    ({ class: name, because, given = [], zero = [] }) =>
      `- with ${[...given.map((one) => `\`${one}\``), ...zero.map((one) => `\`${one}\` 0`)].join(' or ')}: **${name}**. ${plain(because)}`,
  );
  const checked = risk.once_checked;
  const usual = `Risk: **${risk.class}**. ${plain(risk.because)}${checked ? ` Once it was checked that nobody is locked out: **${checked.class}**. ${plain(checked.because)}` : ''}`;
  return cases.length === 0 ? usual : `${usual}\n\n${cases.join('\n')}`;
}

function listOf(title: string, entries: string[] | undefined): string[] {
  return entries === undefined
    ? []
    : [`${title}\n\n${entries.map((entry) => `- ${plain(entry)}`).join('\n')}`];
}

function answerNotes({ pagination, response }: ToolSpec): string[] {
  const notes = [
    ...(pagination ? ['The answer comes in pages.'] : []),
    ...(response.buckets ? ['The answer is one table with exact totals.'] : []),
    ...Object.entries(response.cents ?? {}).map(
      ([cents, dollars]) => `\`${cents}\` is shown in dollars, as \`${dollars}\`.`,
    ),
    ...(response.unset ? [`Without a ${response.unset} the answer is \`{"set": false}\`.`] : []),
    ...(response.when_empty ? [`When the answer is empty: ${plain(response.when_empty)}`] : []),
  ];
  return notes.length === 0 ? [] : [notes.join(' ')];
}

function secretNotes({ secrets }: ToolSpec): string[] {
  if (secrets === undefined) return [];
  const without = Object.entries(secrets.unless ?? {}).map(
    ([name, values]) => `\`${name}\` is ${values.map((value) => `\`${value}\``).join(' or ')}`,
  );
  const except = without.length === 0 ? '' : ` With ${without.join(' and ')} none is made.`;
  return [
    `Secret: the answer holds one in ${secrets.paths.map((path) => `\`${path}\``).join(', ')}, shown only once. It goes where \`--secrets\` says, and not into the conversation unless that says \`reveal\`.${except}`,
  ];
}

/** What is made of other tools is no operation of the API. */
function operationOf(tool: ToolSpec): string {
  const { method, path } = tool.endpoint;
  return isComposed(tool) ? '' : `\`${method} ${path}\` · `;
}

function exampleBlocks({ name, example }: ToolSpec): string[] {
  if (example === undefined) return [];
  const call = fenced('json', asJson({ name, arguments: example.arguments }));
  const body = example.body === undefined ? '' : `\n\n${asJson(example.body)}`;
  if (example.request === undefined) return ['Example:', call];
  return ['Example:', call, 'sends', fenced('http', `${example.request}${body}`)];
}

function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
