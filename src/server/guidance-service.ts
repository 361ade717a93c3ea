/** Prompts, resources and completions with what they rest on, loaded when a client first asks for one of them. */
import type { WriteGuard } from '../calls/prepared-write.ts';
import { readRows } from '../calls/read-rows.ts';
import type { Guidance } from '../guidance/guidance.ts';
import type { GuidancePorts } from '../guidance/guidance-ports.ts';
import type { AccessEnd } from '../model/access-end.ts';
import type { Send } from '../model/api-request.ts';
import { type Authority, authorize, isOffered } from '../policy/authorize.ts';
import { byEveryName, type Catalogue, type ToolSpec } from '../specs/catalogue.ts';
import { describeTool } from '../tools/describe.ts';
import { callerOf } from './discovery-service.ts';
import { listedAs, type ToolNames } from './tool-names.ts';
import { errorOf } from './tool-result.ts';

/** Nobody waits longer for a form. */
const COMPLETION_MILLISECONDS = 10_000;

export type GuidanceInputs = Pick<
  GuidancePorts,
  'readPage' | 'readPrompts' | 'now' | 'monotonic' | 'pinned'
> & {
  catalogue: Catalogue;
  authority: Authority;
  guard: Pick<WriteGuard, 'refusalOfRead'>;
  send: Send;
  names: ToolNames;
  /** Whether tools stand behind others. */
  isDiscovery: boolean;
  access: AccessEnd | undefined;
  load(): Promise<{ createGuidance(ports: GuidancePorts): Guidance }>;
  onUnforeseen(where: string, error: unknown): void;
};

export function createGuidanceService(inputs: GuidanceInputs): () => Promise<Guidance> {
  let opened: Promise<Guidance> | undefined;
  return () => {
    opened ??= inputs.load().then(({ createGuidance }) => createGuidance(portsOf(inputs)));
    return opened;
  };
}

function portsOf({
  catalogue,
  authority,
  names,
  isDiscovery,
  access,
  ...inputs
}: GuidanceInputs): GuidancePorts {
  const { tools } = catalogue;
  const byName = byEveryName(tools);
  const toolNamed = (name: string): ToolSpec => {
    const tool = byName.get(name);
    if (tool === undefined) throw new Error(`No tool ${name}`);
    return tool;
  };
  const onFailed = (error: unknown) => {
    if (errorOf(error).unforeseen) inputs.onUnforeseen('completion/complete', error);
  };
  const isOn = (name: string) => isOffered(toolNamed(name), authority);
  return {
    ...inputs,
    catalogue,
    names,
    direct: !isDiscovery,
    decide: (name) => authorize({ tool: toolNamed(name), origin: 'caller' }, authority),
    listed: (tool) => listedAs(describeTool(tool, isOn), names),
    callOf(tool, given) {
      const name = names.shown(tool.name);
      if (!isDiscovery) return { name, ...(given && { given }) };
      return { name: names.shown(callerOf(tool)), given: { name, ...(given && { arguments: given }) } };
    },
    ended: () => (access?.isOver() ? access.reason : undefined),
    readRows: (path, members, signal) =>
      readRows(path, members, { ...inputs, tools, milliseconds: COMPLETION_MILLISECONDS, onFailed }, signal),
  };
}
