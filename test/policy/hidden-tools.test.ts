/** What a client does not see it cannot call: list and call side by side, over many combinations of settings. */

import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/model/api-request.ts';
import type { ToolFilter } from '../../src/model/tool-filter.ts';
import { createToolService } from '../../src/server/tool-service.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER, openGuard, type Refusal } from '../tools/open-guard.ts';
import { toolFilter } from './tool-filter.ts';

const choices = {
  readOnly: [false, true],
  methods: [undefined, ['read'], ['write'], ['list', 'delete']],
  tags: [undefined, ['billing'], ['vector_stores', 'audit'], ['all']],
  excludeTags: [undefined, ['keys'], ['all']],
  tools: [undefined, ['list_*'], ['delete_user']],
  excludeTools: [undefined, ['*_project*']],
};

/** Every combination of the choices. */
function combinations(): ToolFilter[] {
  let rows: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(choices)) {
    rows = rows.flatMap((row) =>
      values.map((value) => (value === undefined ? row : { ...row, [name]: value })),
    );
  }
  return rows.map(toolFilter);
}

/** A second source of settings beside the first. */
const OTHER_SOURCE: ToolFilter[] = [
  toolFilter({ readOnly: false }),
  toolFilter({ readOnly: true }),
  toolFilter({ readOnly: false, tags: ['admin'], excludeTools: ['list_users'] }),
];

const ACCESS = [
  { hasAdminKey: true, hasProjectKey: true },
  { hasAdminKey: true, hasProjectKey: false },
  { hasAdminKey: false, hasProjectKey: true },
];

/** Words by which a refusal tells why. */
const REASONS =
  /--(read-only|methods|tags|exclude-tags|tools|exclude-tools|expires-at)\b|(admin|project API) key/;

describe.each(OTHER_SOURCE)('beside %j', (other) => {
  test.each(ACCESS)('%o', async (access) => {
    let sent = 0;
    let hidden = 0;
    const refusals: Refusal[] = [];
    const send: Send = async () => {
      sent += 1;
      return { status: 200, body: { data: [] } };
    };
    // One for all: making a signal takes longer than refusing a call.
    const { signal } = new AbortController();
    const untold: object[] = [];
    for (const filter of combinations()) {
      const service = createToolService({
        catalogue,
        authority: { filters: [filter, other], ...access },
        ports: {
          send,
          projectKeys: async () => [],
          guard: openGuard(send, refusals),
          now: () => Date.parse('2026-11-22T12:00:00Z'),
          revealSecrets: true,
          budget: budgetOf(6000),
        },
        notices: [],
        sandbox: false,
        onCalled: () => undefined,
        onUnforeseen: () => undefined,
      });
      const visible = new Set(service.list().map((tool) => tool.name));
      for (const tool of catalogue.tools) {
        if (visible.has(tool.name)) continue;
        hidden += 1;
        const answer = await service.call(tool.name, tool.example?.arguments, CALLER, signal);
        if (!('content' in answer)) throw new Error(`${tool.name} was not refused`);
        const { error } = JSON.parse(answer.content[0]?.text ?? '{}');
        const isRefusal = answer.isError && error.kind === 'refused' && error.outcome === 'not_sent';
        if (!isRefusal || !REASONS.test(error.message)) untold.push({ filter, answer });
      }
    }
    expect(untold).toEqual([]);
    expect(sent).toBe(0);
    expect(refusals).toHaveLength(hidden);
    expect(hidden).toBeGreaterThan(1000);
  });
});

describe('a visible tool', () => {
  test('runs, once', async () => {
    let sent = 0;
    const send: Send = async () => {
      sent += 1;
      return { status: 200, body: { data: [], has_more: false } };
    };
    const service = createToolService({
      catalogue,
      authority: {
        filters: [toolFilter({ readOnly: true, tags: ['billing'] })],
        hasAdminKey: true,
        hasProjectKey: false,
      },
      ports: {
        send,
        projectKeys: async () => [],
        guard: openGuard(send),
        now: () => Date.parse('2026-11-22T12:00:00Z'),
        revealSecrets: false,
        budget: budgetOf(6000),
      },
      notices: [],
      sandbox: false,
      onCalled: () => undefined,
      onUnforeseen: () => undefined,
    });
    const names = service.list().map((tool) => tool.name);
    expect(names).toEqual(expect.arrayContaining(['list_costs', 'list_usage', 'get_spend_limit']));
    expect(names).not.toContain('update_spend_limit');
    const answer = await service.call(
      'list_costs',
      { start_time: '2026-11-01' },
      CALLER,
      new AbortController().signal,
    );
    expect(answer).not.toHaveProperty('isError');
    expect(sent).toBe(1);
  });
});
