/** What `--project` makes of the catalogue: each tool kept to the pinned projects, or out of reach. */
import type { Catalogue, ToolSpec } from '../specs/catalogue.ts';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';
import { isProjectFilter, isProjectId, LOOKS_PAST_PROJECTS, projectsInPath } from './project-arguments.ts';

/** Out-of-reach tools stay in the catalogue, so that calling one is answered with the reason. */
export function pinCatalogue(catalogue: Catalogue, projects: string[], by = '--project'): Catalogue {
  const pin: Pin = { projects, by };
  return { ...catalogue, tools: catalogue.tools.map((tool) => pinTool(tool, pin)) };
}

/** `by` is what keeps the server to these projects: --project, or the policy of the machine. */
type Pin = { projects: string[]; by: string };

function pinTool(tool: ToolSpec, pin: Pin): ToolSpec {
  const { projects } = pin;
  const confining = confiningNames(tool);
  if (confining.length === 0) return { ...tool, outOfScope: reasonFor(tool, pin) };
  const params: Record<string, ParamSpec> = {};
  const fixed: Record<string, unknown> = {};
  const filled: Record<string, unknown> = {};
  const [only, another] = projects;
  for (const [name, param] of Object.entries(tool.params)) {
    if (LOOKS_PAST_PROJECTS.includes(name)) continue;
    if (!confining.includes(name)) {
      params[name] = { ...param, ...narrow(param, pin) };
      continue;
    }
    const isList = param.type === 'array';
    params[name] = confine(param, pin);
    if (another === undefined) fixed[name] = isList ? [only] : only;
    else if (isList) filled[name] = [...projects];
  }
  return { ...tool, params, fixed, filled, docs: docsOf(tool, params) };
}

/** The arguments that keep a call within projects: in the path, as the key's project, or as a read's filter. */
function confiningNames(tool: ToolSpec): string[] {
  const inPath = projectsInPath(tool);
  const names = Object.keys(tool.params);
  const firm = names.filter((name) => inPath.includes(name) || tool.params[name]?.in === 'credential');
  if (firm.length > 0 || (tool.endpoint.method !== 'GET' && tool.job === undefined)) return firm;
  const isFilter = tool.job === undefined ? isReadFilter : isAbout;
  return names.filter((name) => {
    const param = tool.params[name];
    return param !== undefined && isFilter(param) && isProjectFilter(param);
  });
}

function isReadFilter({ in: place }: ParamSpec): boolean {
  return place === 'query' || place === 'report';
}

/** The projects that a job changes; one that it only looks at keeps it from nothing. */
function isAbout({ in: place, type, required }: ParamSpec): boolean {
  return place === 'job' && (type === 'array' || required === true);
}

/** An empty list would be no filter at all; a single id that is left out would be none either. */
function confine(param: ParamSpec, pin: Pin): ParamSpec {
  const { brief: _, ...rest } = param;
  if (param.type === 'array') {
    const items = choice(param.items ?? { type: 'string' }, pin);
    return { ...rest, items, min: 1, description: 'All of these when left out.' };
  }
  const isKey = param.in === 'credential';
  return {
    ...rest,
    ...choice(param, pin),
    required: true,
    ...(isKey && { description: 'Project whose stored API key is used.' }),
  };
}

/** The value with every project id in it, at any depth, held to the pinned ones. */
function narrow(value: ValueSpec, pin: Pin): Partial<ValueSpec> {
  if (isProjectId(value)) return choice(value, pin);
  const items = isProjectFilter(value) ? choice(value.items ?? { type: 'string' }, pin) : value.items;
  const properties = Object.entries(value.properties ?? {});
  return {
    ...(items && { items: { ...items, ...narrow(items, pin) } }),
    ...(value.properties && {
      properties: Object.fromEntries(
        properties.map(([name, property]) => [name, { ...property, ...narrow(property, pin) }]),
      ),
    }),
  };
}

function choice(value: ValueSpec, { projects, by }: Pin) {
  return { ...value, type: 'string' as const, enum: projects, pinned: by };
}

/** Without the notes about arguments that are taken away. */
function docsOf(tool: ToolSpec, params: Record<string, ParamSpec>): ToolSpec['docs'] {
  const gone = Object.keys(tool.params).filter((name) => params[name] === undefined);
  if (tool.docs.notes === undefined || gone.length === 0) return tool.docs;
  const notes = tool.docs.notes.filter((note) => !gone.some((name) => note.includes(name)));
  return { ...tool.docs, notes };
}

function reasonFor(tool: ToolSpec, { projects, by }: Pin): string {
  const who = by === '--project' ? 'Whoever starts the server' : 'Only an administrator of this machine';
  return `${tool.name} concerns the organization as a whole, and ${by} keeps this server to ${projects.join(', ')}; nothing was sent. ${who} can widen ${by === '--project' ? by : 'that'}.`;
}
