/** `--exposure discovery`: four tools that find, explain and call all the others, for few tokens. */
import type { Caller, WriteGuard } from '../calls/prepared-write.ts';
import { isRecord } from '../model/record.ts';
import { type Authority, authorize, isOffered } from '../policy/authorize.ts';
import type { ToolSearch } from '../search/search-tools.ts';
import { allNames, type Catalogue, isRead, type ToolSpec } from '../specs/catalogue.ts';
import { quote } from '../text/clean.ts';
import { suggestion } from '../text/nearest.ts';
import { describeTool, type ListedTool } from '../tools/describe.ts';
import { DISCOVERY_NAMES, DISCOVERY_TOOLS, MAX_FOUND } from './discovery-tools.ts';
import { BARE_NAMES, listedAs, meantName, type ToolNames, toolMeant } from './tool-names.ts';
import { invalidOf, type Mark, resultOf, type ToolResult } from './tool-result.ts';
import type { Question, ToolService } from './tool-service.ts';

/** The search compares words of Latin letters. */
const UNREADABLE = /(?=\p{L})[^\p{Script_Extensions=Latin}\p{Script=Common}]/u;
const ASK_IN_ENGLISH =
  'The search reads Latin letters only and passed over the other words: ask again in English.';

/** What discovery stands in front of. */
export type DiscoveryInputs = {
  catalogue: Catalogue;
  authority: Authority;
  /** Runs and refuses the tools themselves, exactly as without discovery. */
  service: ToolService;
  /** Keeps the record of what is turned down here already. */
  guard: Pick<WriteGuard, 'recordRefusal'>;
  /** Loads the search over the given tools. */
  openSearch: (tools: ToolSpec[]) => Promise<ToolSearch>;
  /** Bare when absent. */
  names?: ToolNames;
  mark: Mark;
};

const FIND_TOOLS =
  'Find tools with search_tools, then get_tool_schema, then call_read_tool or call_write_tool.';

/** Lists four tools instead of all; what they reach is what the filters allow. */
export function createDiscoveryService({
  catalogue,
  authority,
  service,
  guard,
  openSearch,
  names = BARE_NAMES,
  mark,
}: DiscoveryInputs): ToolService {
  const exposed = () => catalogue.tools.filter((tool) => isOffered(tool, authority));
  const find = (name: string) => catalogue.tools.find((tool) => tool.name === name);
  let search: Promise<ToolSearch> | undefined;

  async function searchTools(given: Record<string, unknown>): Promise<ToolResult | TurnedDown> {
    const { query, limit = 5 } = given;
    if (typeof query !== 'string' || query.trim() === '')
      return invalid('query: say in plain words what is to be done.');
    const count = Number(limit);
    if (!Number.isInteger(count) || count < 1 || count > MAX_FOUND) {
      return invalid(`limit: pass a whole number from 1 to ${MAX_FOUND}.`);
    }
    search ??= openSearch(exposed());
    const allowed = new Set(exposed().map((tool) => tool.name));
    const tools = (await search)(query, MAX_FOUND)
      .filter((tool) => allowed.has(tool.name))
      .slice(0, count);
    const notes = [
      ...(UNREADABLE.test(query) ? [ASK_IN_ENGLISH] : []),
      ...(tools.length === 0 ? ['Nothing fits; try other words, or say the kind of thing it is about.'] : []),
    ];
    return resultOf(names.within({ ...mark, ...(notes.length > 0 && { note: notes.join(' ') }), tools }));
  }

  function getSchema(given: Record<string, unknown>): ToolResult | TurnedDown {
    const tool = named(given);
    if (typeof tool === 'string') return invalid(tool);
    const decision = authorize({ tool, origin: 'caller' }, authority);
    if (!decision.allowed) return { decision: 'refused', reason: decision.reason };
    const listed = describeTool(tool, (name) => {
      const other = find(name);
      return other !== undefined && isOffered(other, authority);
    });
    return resultOf({ ...mark, ...listedAs(listed, names), call_with: names.shown(callerOf(tool)) });
  }

  async function run(
    given: Record<string, unknown>,
    reads: boolean,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<ToolResult | Question | TurnedDown> {
    const tool = named(given);
    if (typeof tool === 'string') return invalid(tool);
    if (isRead(tool) !== reads) {
      const other = reads ? 'call_write_tool' : 'call_read_tool';
      const reason = `${tool.name} ${reads ? 'writes' : 'only reads'}: call it with ${other}. Nothing was sent.`;
      return { decision: 'refused', reason, meant: { tool: tool.name, given: given.arguments } };
    }
    const answer = service.call(names.shown(tool.name), given.arguments ?? {}, caller, signal);
    return 'unknownTool' in answer ? invalid(`There is no tool ${quote(tool.name)}.`) : await answer;
  }

  function named(given: Record<string, unknown>): ToolSpec | string {
    if (typeof given.name !== 'string') return 'name: pass the name of a tool; search_tools finds it.';
    const tool = find(names.bare(given.name) ?? given.name);
    if (tool !== undefined) return tool;
    const hint = suggestion(toolMeant(given.name, exposed())?.name) || '.';
    return `name: there is no tool ${quote(given.name)}${hint} search_tools finds tools by what they do.`;
  }

  /** What is turned down leaves a line, as it would without discovery. */
  async function onRecord(
    outer: string,
    given: unknown,
    caller: Caller,
    answering: ToolResult | TurnedDown | Promise<ToolResult | Question | TurnedDown>,
  ): Promise<ToolResult | Question> {
    const answer = await answering;
    if (!('reason' in answer)) return answer;
    const { decision, reason, meant = { tool: outer, given } } = answer;
    await guard.recordRefusal(meant.tool, meant.given, caller, decision, reason);
    return invalidOf(names.inText(reason), mark);
  }

  /** One of the four, or the one that leads to the tool that is meant. */
  function meantOuter(name: string): string {
    const tools = exposed();
    const meant = meantName(name, [...DISCOVERY_NAMES, ...tools.flatMap(allNames)]) ?? '';
    return DISCOVERY_NAMES.includes(meant) ? meant : callerOf(toolMeant(meant, tools));
  }

  return {
    list: (): ListedTool[] => (service.isEmpty() ? [] : DISCOVERY_TOOLS.map((tool) => listedAs(tool, names))),
    isEmpty: service.isEmpty,
    recordNoObject: service.recordNoObject,
    instructions: () => service.instructions(FIND_TOOLS),
    call(outerName, given, caller, signal) {
      const name = names.bare(outerName);
      const shown = DISCOVERY_TOOLS.find((tool) => tool.name === name);
      if (shown === undefined) {
        void guard.recordRefusal(outerName, given, caller, 'invalid', 'There is no such tool.');
        return { unknownTool: true, didYouMean: names.shown(meantOuter(outerName)) };
      }
      const answered = (answering: Parameters<typeof onRecord>[3]) =>
        onRecord(shown.name, given, caller, answering);
      const known = Object.keys(shown.inputSchema.properties);
      const args = isRecord(given) ? given : {};
      const unknown = Object.keys(args).find((key) => !known.includes(key));
      if (unknown !== undefined) {
        return answered(
          invalid(
            `${quote(unknown)}: no such argument; known: ${known.join(', ')}. A tool's own arguments go into arguments.`,
          ),
        );
      }
      if (name === 'search_tools') return answered(searchTools(args));
      if (name === 'get_tool_schema') return answered(getSchema(args));
      return answered(run(args, name === 'call_read_tool', caller, signal));
    },
  };
}

/** A call that goes no further; `meant` is the tool behind the listed one, where it is known. */
type TurnedDown = {
  decision: 'refused' | 'invalid';
  reason: string;
  meant?: { tool: string; given: unknown };
};

function invalid(reason: string): TurnedDown {
  return { decision: 'invalid', reason };
}

/** The listed tool that leads to an unlisted one. */
export function callerOf(tool: ToolSpec | undefined): string {
  if (tool === undefined) return 'search_tools';
  return isRead(tool) ? 'call_read_tool' : 'call_write_tool';
}
