/** Turning the texts of spec files into a catalogue, or into all the mistakes in them. */
import { defined } from '../model/record.ts';
import { byEveryName, type Catalogue, type ToolSpec } from './catalogue.ts';
import { checkPaths } from './check-paths.ts';
import { checkTags } from './check-tags.ts';
import { checkTools, type ToolInFile } from './check-tools.ts';
import { withCurrentNames } from './current-names.ts';
import { checkReads, settleRead } from './declared-reads.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { readSpecDocument, type SpecDocument } from './spec-document.ts';
import { SpecError, type SpecMistake } from './spec-error.ts';
import { type FamilyFile, familyFile, type ValueSpec } from './spec-schema.ts';

/** A spec file's name as it should appear in messages, and its text. */
export type SpecFile = { name: string; text: string };

/**
 * Parses and checks spec files. With `builtIn` they are a user's own: they may refer to the built-in tools, not
 * replace them, stay below the paths those use unless a file allows more, have queries that count as reads only where
 * something vouches for that, and have tags that nobody describes. Tools without `docs` are left out: undocumented means not exposed.
 * @throws SpecError with every mistake, each with file, line and column.
 */
export function parseSpecs(files: SpecFile[], builtIn?: Catalogue): Catalogue {
  const catalogue: Catalogue = { families: [], tools: [] };
  const mistakes: SpecMistake[] = [];
  const placed: ToolInFile[] = [];
  const read: { family: FamilyFile; document: SpecDocument }[] = [];
  for (const file of files) {
    const document = readSpecDocument(file.name, file.text);
    const parsed = document.syntaxMistakes.length === 0 ? familyFile.safeParse(document.data) : undefined;
    mistakes.push(...document.syntaxMistakes);
    if (parsed === undefined) continue;
    if (!parsed.success) {
      mistakes.push(...schemaMistakes(document, parsed.error));
      continue;
    }
    const family = parsed.data;
    read.push({ family, document });
    if (builtIn?.families.some((known) => known.name === family.family)) {
      mistakes.push(
        document.mistakeAt(['family'], `family: ${family.family} is built in; choose another name`),
      );
    }
    if (catalogue.families.some((known) => known.name === family.family)) {
      mistakes.push(document.mistakeAt(['family'], `family: another file has ${family.family} already`));
    }
    catalogue.families.push({
      name: family.family,
      title: family.title,
      key: family.key,
      ...(family.tag_descriptions && { tagDescriptions: family.tag_descriptions }),
    });
    for (const name of Object.keys(family.tools)) {
      placed.push({
        tool: toTool(name, family),
        document,
        documented: family.tools[name]?.docs !== undefined,
        allowedPaths: family.allow_paths ?? [],
        saysReads: {
          reads: family.tools[name]?.reads === true,
          because: family.tools[name]?.because !== undefined,
        },
      });
    }
  }
  // A file that could not be read may hold what others refer to.
  const isRead = mistakes.length === 0;
  if (isRead && builtIn === undefined) mistakes.push(...checkTags(read));
  const further = checkTools(placed, builtIn?.tools);
  mistakes.push(...further.filter(({ message }) => isRead || !message.startsWith('from_tool: no tool')));
  if (builtIn) mistakes.push(...checkPaths(placed, builtIn.tools), ...checkReads(placed, builtIn.tools));
  if (mistakes.length > 0) throw new SpecError(mistakes);
  const named = byEveryName([...(builtIn?.tools ?? []), ...placed.map(({ tool }) => tool)]);
  const tools = placed
    .filter((entry) => entry.documented)
    .map((entry) => withCurrentNames(entry.tool, named));
  catalogue.tools = builtIn ? tools.map((tool) => settleRead(tool, builtIn.tools)) : tools;
  return catalogue;
}

function toTool(name: string, family: FamilyFile): ToolSpec {
  const tool = family.tools[name];
  if (tool === undefined) throw new Error(`No tool ${name} in ${family.family}`);
  const [method, path] = (tool.endpoint ?? (tool.job === undefined ? 'GET ' : 'POST ')).split(' ') as [
    ToolSpec['endpoint']['method'],
    string,
  ];
  const key = tool.key ?? family.key;
  return {
    name,
    ...defined({ formerly: tool.formerly }),
    family: family.family,
    title: tool.title,
    tags: [...new Set([...(tool.tags ?? family.tags), family.family])],
    key,
    method: tool.method,
    endpoint: { method, path },
    docs: {
      ...(tool.docs ?? { summary: tool.title }),
      words: [...(family.words ?? []), ...(tool.docs?.words ?? [])].join('\n'),
    },
    ...defined({ report: tool.report, job: tool.job }),
    params: {
      ...tool.params,
      ...(key === 'project' && tool.endpoint !== undefined && { project_id: KEY_CHOICE }),
    },
    exactlyOneOf: tool.exactly_one_of ?? [],
    atLeastOneOf: tool.at_least_one_of ?? [],
    response: tool.response ?? {},
    ...defined({ maps: mapsIn(family) }),
    ...defined({ beta: family.beta }),
    ...(tool.pagination && { pagination: tool.pagination }),
    ...(tool.secrets && { secrets: tool.secrets }),
    ...(tool.risk && { risk: tool.risk }),
    ...(tool.reads && tool.because && { reads: tool.because }),
    ...(tool.example && { example: tool.example }),
  };
}

/** What a family takes as a map, it shows as one. */
function mapsIn({ tools }: FamilyFile): string[] | undefined {
  const found = new Set<string>();
  const look = (values: Record<string, ValueSpec> = {}): void => {
    for (const [name, value] of Object.entries(values)) {
      if (value.type === 'map') found.add(value.wire ?? name);
      look(value.properties);
      if (value.items) look({ [name]: value.items });
    }
  };
  for (const tool of Object.values(tools)) look(tool.params);
  return found.size > 0 ? [...found] : undefined;
}

/** Project keys see one project only, so every tool that needs one may be told whose key to use. */
const KEY_CHOICE = {
  in: 'credential',
  type: 'string',
  description: 'Whose stored API key is used.',
} as const;
