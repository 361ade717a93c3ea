/** Pages about the tools as they are here: what is on with its arguments and risk, and what is off with the reason. */
import { type Family, isRead, type ToolSpec } from '../specs/catalogue.ts';
import type { InputSchema } from '../tools/input-schema.ts';
import type { GuidancePorts } from './guidance-ports.ts';
import { offReasons } from './off-reasons.ts';

/** All families: a line for each tool that is on, and the reasons for those that are off altogether. */
export function toolsPage(ports: GuidancePorts): string {
  const { catalogue } = ports;
  const pages = catalogue.families.map((family) => ({ family, ...toolsOf(family, ports) }));
  const on = pages.filter((page) => page.on.length > 0);
  const off = pages.filter((page) => page.on.length === 0);
  return `${[
    '# Tools that are on',
    ...on.map(({ family, on }) => [`## ${family.title} (${family.name})`, lines(on, ports)].join('\n\n')),
    ...(off.length === 0
      ? []
      : [
          '# Families that are off',
          off.map(({ family, off }) => `- ${family.name}: ${offReasons(namesOf(off), ports)}`).join('\n'),
        ]),
  ].join('\n\n')}\n`;
}

/** One family: each tool that is on as the list has it, with the operation and the risk. */
export function familyPage(family: Family, ports: GuidancePorts): string {
  const { on, off } = toolsOf(family, ports);
  return `${[
    `# ${family.title}`,
    ...on.map((tool) => toolText(tool, ports)),
    ...(off.length === 0 ? [] : [`Off here: ${offReasons(namesOf(off), ports)}.`]),
  ].join('\n\n')}\n`;
}

const namesOf = (tools: readonly ToolSpec[]) => tools.map(({ name }) => name);

export function toolsOf({ name }: Family, { catalogue, decide }: GuidancePorts) {
  const own = catalogue.tools.filter((tool) => tool.family === name);
  const isOn = (tool: ToolSpec) => decide(tool.name).allowed;
  return { on: own.filter(isOn), off: own.filter((tool) => !isOn(tool)) };
}

function lines(tools: readonly ToolSpec[], { names }: GuidancePorts): string {
  return tools.map(({ name, docs }) => `- ${names.shown(name)}: ${names.inText(docs.summary)}`).join('\n');
}

function toolText(tool: ToolSpec, { listed, names, callOf, direct }: GuidancePorts): string {
  const { name, title, description, inputSchema } = listed(tool);
  const { method, path } = tool.endpoint;
  const facts = [
    title,
    isRead(tool) ? 'reads' : 'writes',
    ...(tool.report === undefined ? [`${method} ${path}`] : []),
    ...(direct ? [] : [`called with ${callOf(tool, {}).name}`]),
  ];
  return [
    `## ${name}`,
    `${facts.join(' · ')}`,
    description,
    ...argumentLines(inputSchema),
    ...(tool.risk ? [`Risk: ${tool.risk.class}. ${names.inText(tool.risk.because)}`] : []),
  ].join('\n\n');
}

function argumentLines({ properties, required = [] }: InputSchema): string[] {
  const entries = Object.entries(properties).map(([name, { type, enum: choices, description }]) => {
    const kind = [type, ...(required.includes(name) ? ['required'] : [])].join(', ');
    const values = choices === undefined ? [] : [`One of ${choices.join(', ')}.`];
    return `- ${name} (${kind})${[description, ...values].flatMap((part) => (part === undefined ? [] : [` ${part}`])).join('')}`;
  });
  return entries.length === 0 ? [] : [entries.join('\n')];
}
