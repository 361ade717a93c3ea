/** A tool service whose requests are written down instead of sent. */

import type { ApiRequest, Send } from '../../src/model/api-request.ts';
import { type Authority, authorize } from '../../src/policy/authorize.ts';
import { createToolService, type ToolService } from '../../src/server/tool-service.ts';
import type { Catalogue, ToolSpec } from '../../src/specs/catalogue.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER, openGuard } from '../tools/open-guard.ts';
import { toolOf } from '../tools/tool-of-request.ts';

/** `tool` is told by the address alone. */
export type Sent = { tool: ToolSpec; request: ApiRequest };

export type RecordingService = {
  service: ToolService;
  sent: Sent[];
  /** The answer's JSON, or `unknownTool`. */
  call(name: string, given?: unknown): Promise<Record<string, unknown>>;
};

export const NOW = Date.parse('2026-11-22T12:00:00Z');

export function recordingService(catalogue: Catalogue, given: Partial<Authority> = {}): RecordingService {
  const authority: Authority = {
    filters: [],
    defaultTag: 'all',
    hasAdminKey: true,
    hasProjectKey: true,
    ...given,
  };
  const sent: Sent[] = [];
  const send: Send = async (request) => {
    sent.push({ tool: toolOf(request, catalogue.tools), request });
    return { status: 200, body: { data: [], has_more: false } };
  };
  const service = createToolService({
    catalogue,
    authority,
    ports: {
      send,
      projectKeys: async () => [],
      guard: {
        ...openGuard(send),
        // What a report reads is decided as in the product.
        async refusalOfRead({ tool }, _signal, origin = 'caller') {
          const decision = authorize({ tool, origin }, authority);
          return decision.allowed ? undefined : decision.reason;
        },
      },
      now: () => NOW,
      revealSecrets: true,
      budget: budgetOf(6000),
    },
    notices: [],
    sandbox: false,
    onCalled: () => undefined,
    onUnforeseen: (tool, error) => {
      throw new Error(`${tool} failed`, { cause: error });
    },
  });
  return {
    service,
    sent,
    async call(name, given) {
      const answer = service.call(name, given, CALLER, new AbortController().signal);
      if ('unknownTool' in answer) return { unknownTool: true };
      const result = await answer;
      return 'ask' in result ? { ask: true } : JSON.parse(result.content[0]?.text ?? '{}');
    },
  };
}
