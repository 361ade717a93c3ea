/** After the end of access every call of every exposure is refused and on record, and the list is the same. */
import { describe, expect, test } from 'vitest';
import { endingService } from '../../src/server/ending-service.ts';
import { prefixedNames } from '../../src/server/tool-names.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { CALLER, openGuard, type Refusal } from '../tools/open-guard.ts';
import { sampleDiscovery } from './sample-discovery.ts';
import { answerOf, sampleService } from './sample-service.ts';

const REASON = 'Access ended at 2026-11-22T13:00:00.000Z (--expires-at). A person gives new access.';

function ending(service: ReturnType<typeof sampleService>) {
  const refusals: Refusal[] = [];
  const access = { over: false, isOver: () => access.over, reason: REASON };
  const names = prefixedNames('acme', ['list_projects']);
  const guard = openGuard(() => Promise.reject(new Error('sends nothing')), refusals);
  return {
    access,
    refusals,
    service: endingService({ service, access, guard, names, mark: { sandbox: 'yes' } }),
  };
}

describe.each([
  ['tools', sampleService, catalogue.tools.map(({ name }) => name)],
  ['discovery', sampleDiscovery, ['search_tools', 'get_tool_schema', 'call_read_tool', 'call_write_tool']],
])('with %s', (_, open, tools) => {
  test('the list stays, and every call is refused with the reason', async () => {
    const inner = open();
    const { access, refusals, service } = ending(inner);
    const before = service.list();
    access.over = true;
    expect(service.list()).toEqual(before);
    expect(service.isEmpty()).toBe(false);
    for (const tool of [...tools, 'no_such_tool']) {
      expect(await answerOf(service, tool, { name: 'list_projects', query: 'costs' })).toEqual({
        isError: true,
        value: {
          sandbox: 'yes',
          error: { kind: 'refused', outcome: 'not_sent', message: `${REASON} Nothing was sent.` },
        },
      });
    }
    expect(inner.sent).toEqual([]);
    expect(refusals.map(({ tool, kind, reason }) => [tool, kind, reason])).toEqual(
      [...tools, 'no_such_tool'].map((tool) => [tool, 'refused', REASON]),
    );
  });

  test('the instructions begin with it', () => {
    const { access, service } = ending(open());
    expect(service.instructions()).not.toContain('Access ended');
    access.over = true;
    expect(service.instructions().startsWith(REASON)).toBe(true);
  });
});

test('before the end calls go through', async () => {
  const inner = sampleService();
  await answerOf(ending(inner).service, 'list_projects');
  expect(inner.sent).toEqual(['list_projects']);
});

test('what answers a question that was asked before the end is refused, too', async () => {
  const { access, service, refusals } = ending(sampleService());
  access.over = true;
  const caller = { ...CALLER, state: 'sealed', answer: { action: 'accept' as const, typed: 'Alpha' } };
  const { value } = await answerOf(service, 'acme_list_projects', {}, caller);
  expect(value).toMatchObject({ error: { kind: 'refused' } });
  expect(refusals).toMatchObject([{ tool: 'list_projects' }]);
});
