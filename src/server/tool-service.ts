/** What the MCP server offers at any moment: the list of tools, one call, and the instructions. */
import type { CallOutcome, CallPorts } from '../calls/call-ports.ts';
import { callTool } from '../calls/call-tool.ts';
import { explainRefusal } from '../calls/explain-refusal.ts';
import type { Caller } from '../calls/prepared-write.ts';
import { defined, isRecord } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import { type Authority, authorize, isChosen, isOffered } from '../policy/authorize.ts';
import type { Catalogue, ToolSpec } from '../specs/catalogue.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import { describeTool, type ListedTool } from '../tools/describe.ts';
import { type FamilyState, howToFind, instructionsFor } from './instructions.ts';
import { type ViewOfTool, viewOf } from './report-view.ts';
import { BARE_NAMES, listedAs, type ToolNames, toolMeant } from './tool-names.ts';
import { errorOf, markOf, refusalOf, resultOf, type ToolResult } from './tool-result.ts';

/** The server's behaviour without the protocol around it. */
export type ToolService = {
  /** @param withViews for a client that shows them */
  list(withViews?: boolean): (ListedTool & ViewOfTool)[];
  /** Whether no tool can be used at all. */
  isEmpty(): boolean;
  /** Undefined for a name that no tool has, together with the closest one that exists. */
  call(
    name: string,
    given: unknown,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<ToolResult | Question> | UnknownTool;
  /** Keeps on record that a call came with something else than an object of arguments. */
  recordNoObject(name: string, given: unknown, caller: Caller): Promise<void>;
  /** `findTools` says how tools are found where they are not listed. */
  instructions(findTools?: string): string;
};

/** The user has to be asked before the call can go on. */
export type Question = { ask: { message: string; label: string; description: string }; state: string };

export type UnknownTool = { unknownTool: true; didYouMean?: string };

/** What the service rests on. */
export type ToolServiceInputs = {
  catalogue: Catalogue;
  authority: Authority;
  ports: Omit<CallPorts, 'exposedTool' | 'readableTool' | 'tools'>;
  /** As whom and where this server works, a sentence each: profile, organization, pinned projects. */
  identity?: string[];
  /** Said in the instructions: why a key is missing. */
  notices: string[];
  /** Every answer then says that it is make-believe. */
  sandbox: boolean;
  /** Bare when absent. */
  names?: ToolNames;
  /** Told about every call that ended: how, and after how many milliseconds. */
  onCalled(tool: string, outcome: string, milliseconds: number): void;
  /** Told about errors that are not the caller's. */
  onUnforeseen(tool: string, error: unknown): void;
};

export const NO_OBJECT = 'params.arguments is an object of named values.';

export function createToolService(inputs: ToolServiceInputs): ToolService {
  const { catalogue, authority, sandbox, names = BARE_NAMES } = inputs;
  const mark = markOf(sandbox);
  const byName = new Map(catalogue.tools.map((tool) => [tool.name, tool]));
  const isExposed = (tool: ToolSpec | undefined) => tool !== undefined && isOffered(tool, authority);
  const exposedTool = (name: string) => (isExposed(byName.get(name)) ? byName.get(name) : undefined);
  const readableTool = (name: string) => {
    const tool = byName.get(name);
    return tool && authorize({ tool, origin: 'report' }, authority).allowed ? tool : undefined;
  };
  const ports: CallPorts = { ...inputs.ports, exposedTool, readableTool, tools: catalogue.tools };

  async function run(
    tool: ToolSpec,
    given: unknown,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<ToolResult | Question> {
    const decision = authorize({ tool, origin: 'caller' }, authority);
    if (!decision.allowed) {
      await ports.guard.recordRefusal(tool.name, given, caller, 'refused', decision.reason);
      return refusalOf(names.inText(decision.reason), mark);
    }
    const start = ports.now();
    let ended: string = 'failed';
    try {
      const outcome = await callTool(tool, given, ports, caller, signal);
      ended = outcome.kind;
      return show(tool, given, outcome);
    } catch (error) {
      if (error instanceof ArgumentError) {
        await ports.guard.recordRefusal(tool.name, given, caller, 'invalid', error.message);
      } else if (error instanceof ApiError && error.kind === 'refused') {
        await ports.guard.recordRefusal(tool.name, given, caller, 'refused', error.message);
      }
      return showError(tool, given, error);
    } finally {
      inputs.onCalled(tool.name, ended, ports.now() - start);
    }
  }

  function show(tool: ToolSpec, given: unknown, outcome: CallOutcome): ToolResult | Question {
    switch (outcome.kind) {
      case 'answered':
      case 'withheld':
        return resultOf({ ...mark, ...names.inNotes(outcome.result) });
      case 'refused':
        return refusalOf(names.inText(outcome.message), mark);
      case 'ask': {
        const { message, label, description, state } = outcome;
        return { ask: { message, label, description }, state };
      }
      case 'failed':
        return showError(tool, given, outcome.error, {
          ...outcome.more,
          ...defined({ message: outcome.message }),
        });
    }
  }

  function showError(
    tool: ToolSpec,
    given: unknown,
    error: unknown,
    more: Record<string, unknown> = {},
  ): ToolResult {
    const values = isRecord(given) ? given : {};
    const isOn = (name: string) => exposedTool(name) !== undefined;
    const explained = error instanceof ApiError ? { message: explainRefusal(tool, values, error, isOn) } : {};
    const answer = errorOf(error, mark, { ...explained, ...more }, names.inText);
    if (answer.unforeseen) inputs.onUnforeseen(tool.name, error);
    return answer.result;
  }

  return {
    list(withViews = false) {
      const exposed = catalogue.tools.filter(isExposed);
      const known = new Set(exposed.map((tool) => tool.name));
      return exposed.map((tool) => {
        const described = describeTool(tool, (name) => known.has(name));
        return { ...listedAs(described, names), ...(withViews && viewOf(tool)) };
      });
    },
    isEmpty: () => !catalogue.tools.some(isExposed),
    call(name, given, caller, signal) {
      const tool = byName.get(names.bare(name) ?? '');
      if (tool !== undefined) return run(tool, given, caller, signal);
      const meant = toolMeant(names.bare(name) ?? name, catalogue.tools.filter(isExposed))?.name;
      void ports.guard.recordRefusal(name, given, caller, 'invalid', 'There is no such tool.');
      return { unknownTool: true, ...(meant !== undefined && { didYouMean: names.shown(meant) }) };
    },
    recordNoObject: (name, given, caller) =>
      ports.guard.recordRefusal(names.bare(name) ?? name, given, caller, 'invalid', NO_OBJECT),
    instructions(findTools) {
      const states = familyStates(catalogue, authority);
      const text = instructionsFor(states, noticesFor(states, inputs.notices, authority), sandbox, {
        identity: inputs.identity ?? [],
        findTools: findTools ?? howToFind(catalogue.tools.find(isExposed)),
      });
      return names.inText(text);
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

export function familyStates(catalogue: Catalogue, authority: Authority): FamilyState[] {
  return catalogue.families.map((family) => {
    const tools = catalogue.tools.filter((tool) => tool.family === family.name);
    const chosen = tools.filter((tool) => isChosen(tool, authority));
    // Of a family with tools that were chosen, those say what took it away.
    const decisions = (chosen.length > 0 ? chosen : tools).map((tool) =>
      authorize({ tool, origin: 'caller' }, authority),
    );
    const refusal = decisions.every((decision) => !decision.allowed) ? decisions[0] : undefined;
    return { family, ...(refusal && !refusal.allowed && { off: refusal.brief }) };
  });
}
