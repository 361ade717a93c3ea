/** The whole program in this process, all but the command line and the wire: settings by their real reader, real files, real requests. */
import { onTestFinished } from 'vitest';
import { dryRunSend } from '../../src/cli/dry-run-send.ts';
import type { ProcessEdge } from '../../src/cli/edge.ts';
import { guardFor } from '../../src/cli/guard-for.ts';
import { loadPolicies } from '../../src/cli/load-policies.ts';
import { openUpstream } from '../../src/cli/open-upstream.ts';
import { pinnedSend } from '../../src/cli/pinned-send.ts';
import type { Authority } from '../../src/policy/authorize.ts';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import { createToolSearch } from '../../src/search/search-tools.ts';
import { createDiscoveryService } from '../../src/server/discovery-service.ts';
import { createToolService, type ToolService } from '../../src/server/tool-service.ts';
import { environmentName } from '../../src/settings/options.ts';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { readSettings } from '../../src/settings/settings.ts';
import type { Caller } from '../../src/tools/write-guard.ts';
import { catalogue as everything } from '../catalogue/catalogue.ts';
import { environmentOf, type Server, type StartOptions, type ToolAnswer } from '../e2e/start-server.ts';

export type InProcessOptions = Pick<StartOptions, 'environment' | 'upstream' | 'answerQuestion'> & {
  flags?: OptionTexts;
};

/** What it can be asked, as a server of the built program can. */
export type InProcess = Pick<Server, 'list' | 'call' | 'greeting'>;

export async function startInProcess(options: InProcessOptions): Promise<InProcess> {
  const service = await compose(options);
  const { answerQuestion } = options;
  const caller: Caller = { client: 'test 1', canAsk: answerQuestion !== undefined };
  return {
    greeting: { instructions: service.instructions() },
    list: async () => service.list(),
    async call(tool, given = {}): Promise<ToolAnswer> {
      const { signal } = new AbortController();
      const run = async (who: Caller) => {
        const answer = service.call(tool, given, who, signal);
        if ('unknownTool' in answer) throw new Error(`There is no tool ${tool}`);
        return answer;
      };
      let result = await run(caller);
      if ('ask' in result) {
        const answer = (await answerQuestion?.(result.ask)) ?? { action: 'cancel' };
        result = await run({ ...caller, answer, state: result.state });
      }
      if ('ask' in result) throw new Error(`${tool} asks twice`);
      const text = result.content[0]?.text ?? '';
      return { isError: result.isError === true, text, value: JSON.parse(text) as Record<string, unknown> };
    },
  };
}

async function compose(options: InProcessOptions): Promise<ToolService> {
  const environment = environmentOf(options);
  const edge = {
    environment,
    platform: process.platform,
    homeDirectory: environment.HOME ?? '',
    uid: process.getuid?.(),
    now: Date.now,
    monotonic: () => performance.now(),
  } as ProcessEdge;
  const settings = readSettings({ flags: options.flags ?? {}, environment, nowMilliseconds: edge.now() });
  const pins = settings.projects;
  const catalogue = pins === undefined ? everything : pinCatalogue(everything, pins);
  const filters = settings.filters.map(({ source, ...filter }) =>
    source === 'environment' ? { ...filter, nameOf: environmentName } : filter,
  );
  const policies = await loadPolicies(settings.policies, everything.tools, edge.uid);
  const { upstream: whole, keys } = openUpstream(edge, settings);
  const kept = pins === undefined ? whole.send : pinnedSend(whole.send, pins);
  const upstream = { ...whole, send: settings.dryRun ? dryRunSend(kept) : kept };
  const authority: Authority = {
    filters,
    policies,
    defaultTag: settings.exposure === 'discovery' ? 'all' : 'core',
    ...keys.has,
  };
  const unforeseen: unknown[] = [];
  const { guard, revealSecrets, notices } = await guardFor({
    edge,
    settings,
    tools: catalogue.tools.filter((tool) => tool.outOfReach === undefined),
    upstream,
    policies,
    onUnforeseen: (error) => unforeseen.push(error),
  });
  onTestFinished(async () => {
    await upstream.close();
    await guard.settled();
    if (unforeseen.length > 0) throw new AggregateError(unforeseen, 'unforeseen errors');
  });
  const direct = createToolService({
    catalogue,
    authority,
    ports: { send: upstream.send, now: edge.now, revealSecrets, guard },
    notices: [...keys.notices, ...notices],
    sandbox: settings.sandbox,
    onCalled: () => undefined,
    onUnforeseen: (_, error) => unforeseen.push(error),
  });
  if (settings.exposure !== 'discovery') return direct;
  return createDiscoveryService({
    catalogue,
    authority,
    service: direct,
    openSearch: async (tools) => createToolSearch(tools),
  });
}
