/** Owns what the MCP server offers at any moment: the list of tools, one call, and the instructions. */
import { type Authority, authorize } from '../policy/authorize.ts';
import type { Catalogue, ToolSpec } from '../specs/catalogue.ts';
import { nearest } from '../text/nearest.ts';
import { type CallPorts, callTool } from '../tools/call-tool.ts';
import { describeTool, type ListedTool } from '../tools/describe.ts';
import { type FamilyState, instructionsFor } from './instructions.ts';
import { errorOf, type Mark, refusalOf, resultOf, type ToolResult } from './tool-result.ts';

/** The server's behaviour without the protocol around it. */
export type ToolService = {
  list(): ListedTool[];
  /** Whether no tool can be used at all. */
  isEmpty(): boolean;
  /** Undefined for a name that no tool has, together with the closest one that exists. */
  call(name: string, given: unknown, signal: AbortSignal): Promise<ToolResult> | UnknownTool;
  instructions(): string;
};

export type UnknownTool = { unknownTool: true; didYouMean?: string };

/** What the service rests on. */
export type ToolServiceInputs = {
  catalogue: Catalogue;
  authority: Authority;
  ports: Omit<CallPorts, 'exposedTool'>;
  /** Said in the instructions: why a key is missing. */
  notices: string[];
  /** Every answer then says that it is make-believe. */
  sandbox: boolean;
  /** Told about every call that ended: how, and after how many milliseconds. */
  onCalled(tool: string, outcome: string, milliseconds: number): void;
  /** Told about errors that are not the caller's. */
  onUnforeseen(tool: string, error: unknown): void;
};

export function createToolService(inputs: ToolServiceInputs): ToolService {
  const { catalogue, authority, sandbox } = inputs;
  const mark: Mark = sandbox ? { sandbox: 'make-believe data; every key is fake' } : {};
  const byName = new Map(catalogue.tools.map((tool) => [tool.name, tool]));
  const isExposed = (tool: ToolSpec | undefined) => tool !== undefined && authorize(tool, authority).allowed;
  const exposedTool = (name: string) => (isExposed(byName.get(name)) ? byName.get(name) : undefined);
  const ports: CallPorts = { ...inputs.ports, exposedTool };

  async function run(tool: ToolSpec, given: unknown, signal: AbortSignal): Promise<ToolResult> {
    const decision = authorize(tool, authority);
    if (!decision.allowed) return refusalOf(decision.reason, mark);
    const start = ports.now();
    let outcome = 'failed';
    try {
      const result = await callTool(tool, given, ports, signal);
      outcome = 'answered';
      return resultOf({ ...mark, ...result });
    } catch (error) {
      const answer = errorOf(error, mark);
      if (answer.unforeseen) inputs.onUnforeseen(tool.name, error);
      return answer.result;
    } finally {
      inputs.onCalled(tool.name, outcome, ports.now() - start);
    }
  }

  return {
    list() {
      const exposed = catalogue.tools.filter(isExposed);
      const names = new Set(exposed.map((tool) => tool.name));
      return exposed.map((tool) => describeTool(tool, (name) => names.has(name)));
    },
    isEmpty: () => !catalogue.tools.some(isExposed),
    call(name, given, signal) {
      const tool = byName.get(name);
      if (tool !== undefined) return run(tool, given, signal);
      const didYouMean = nearest(
        name,
        catalogue.tools.filter(isExposed).map((known) => known.name),
      );
      return { unknownTool: true, ...(didYouMean !== undefined && { didYouMean }) };
    },
    instructions() {
      const states = familyStates(catalogue, authority);
      return instructionsFor(states, noticesFor(states, inputs.notices, authority), sandbox);
    },
  };
}

/** Leaves out why a key is missing where no selected tool would need it. */
function noticesFor(states: FamilyState[], notices: string[], { missingKeys }: Authority): string[] {
  const lacks = (brief: string) => states.some((state) => state.off === brief);
  return notices.filter(
    (notice) =>
      (notice !== missingKeys?.admin || lacks('no admin key')) &&
      (notice !== missingKeys?.project || lacks('no project key')),
  );
}

function familyStates(catalogue: Catalogue, authority: Authority): FamilyState[] {
  return catalogue.families.map((family) => {
    const decisions = catalogue.tools
      .filter((tool) => tool.family === family.name)
      .map((tool) => authorize(tool, authority));
    const refusal = decisions.every((decision) => !decision.allowed) ? decisions[0] : undefined;
    return { family, ...(refusal && !refusal.allowed && { off: refusal.brief }) };
  });
}
