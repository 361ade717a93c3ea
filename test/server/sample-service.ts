/** A tool service over the real catalogue that answers calls from a function. */

import type { CallPorts } from '../../src/calls/call-ports.ts';
import type { Caller } from '../../src/calls/prepared-write.ts';
import type { Send } from '../../src/model/api-request.ts';
import type { Authority } from '../../src/policy/authorize.ts';
import type { ToolNames } from '../../src/server/tool-names.ts';
import { createToolService, type ToolService } from '../../src/server/tool-service.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER, openGuard, type Refusal } from '../tools/open-guard.ts';
import { toolOf } from '../tools/tool-of-request.ts';

export type SampleService = ToolService & { unforeseen: unknown[]; sent: string[]; refusals: Refusal[] };

export type SampleInputs = {
  answer?: (tool: ToolSpec, signal: AbortSignal) => unknown;
  authority?: Partial<Authority>;
  ports?: Partial<CallPorts>;
  notices?: string[];
  sandbox?: boolean;
  names?: ToolNames;
};

/** Both keys and no filter, unless told otherwise. */
export function sampleAuthority({ authority }: SampleInputs): Authority {
  return { filters: [toolFilter({ readOnly: false })], hasAdminKey: true, hasProjectKey: true, ...authority };
}

export function sampleService(more: SampleInputs = {}): SampleService {
  const unforeseen: unknown[] = [];
  const sent: string[] = [];
  const refusals: Refusal[] = [];
  const send: Send = async (request, signal) => {
    const tool = toolOf(request);
    sent.push(tool.name);
    const body = await more.answer?.(tool, signal);
    return { status: 200, body: body ?? { data: [], has_more: false } };
  };
  const service = createToolService({
    catalogue,
    authority: sampleAuthority(more),
    ports: {
      send,
      projectKeys: async () => [],
      guard: openGuard(more.ports?.send ?? send, refusals),
      now: () => Date.parse('2026-11-22T12:00:00Z'),
      revealSecrets: false,
      budget: budgetOf(6000),
      ...more.ports,
    },
    notices: more.notices ?? [],
    sandbox: more.sandbox ?? false,
    ...(more.names && { names: more.names }),
    onCalled: () => undefined,
    onUnforeseen: (_, error) => unforeseen.push(error),
  });
  return { ...service, unforeseen, sent, refusals };
}

/** The JSON of a result's one text block. */
export async function answerOf(
  service: ToolService,
  tool: string,
  given: unknown = {},
  caller: Caller = CALLER,
): Promise<{ isError: boolean; value: Record<string, never> }> {
  const result = await service.call(tool, given, caller, new AbortController().signal);
  if ('unknownTool' in result) throw new Error(`There is no tool ${tool}`);
  if ('ask' in result) throw new Error(`${tool} asks`);
  if (result.content.length !== 1) throw new Error('expected one text block');
  return { isError: result.isError === true, value: JSON.parse(result.content[0]?.text ?? '') };
}
