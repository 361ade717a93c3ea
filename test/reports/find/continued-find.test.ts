/** Finding in more projects than there is time for: one value says where the next answer goes on, whatever is looked for. */
import { expect, test } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { OutOfTime } from '../../../src/reading/shared-time.ts';
import { runReport } from '../../../src/reports/run-report.ts';
import { catalogue } from '../../catalogue/catalogue.ts';

const PROJECTS = Array.from({ length: 9 }, (_, at) => ({
  id: `proj_${at}`,
  name: `P${at}`,
  status: 'active',
}));

/** The first project in which a list of the kind is not answered in time. */
type Late = { api_keys?: number; service_accounts?: number };

async function find(values: Record<string, unknown>, late: Late = {}) {
  const send: Send = async ({ path }) => {
    const [, at, kind = ''] = /\/projects\/proj_(\d)\/(\w+)$/.exec(path) ?? [];
    if (Number(at) >= (late[kind as keyof Late] ?? PROJECTS.length)) throw new OutOfTime();
    const data = at === undefined ? PROJECTS : [{ id: `${kind}_${at}`, name: `job ${at}` }];
    return { status: 200, body: { object: 'list', data, has_more: false } };
  };
  const ports = {
    tools: catalogue.tools,
    send,
    projectKeys: async () => [],
    refusalOf: async () => undefined,
    now: Date.now,
    onProgress: () => undefined,
  };
  const made = await runReport('find', values, ports, new AbortController().signal);
  const { report } = made as { report: { rows: unknown[][]; complete: boolean; why?: string } };
  return { ...report, ids: report.rows.map((row) => row[2]) };
}

test('all kinds go on at one project, and two answers hold each thing once', async () => {
  const asked = { words: 'job', kinds: ['api_key', 'service_account'], top: 100 };
  const first = await find(asked, { api_keys: 6, service_accounts: 3 });
  expect(first.complete).toBe(false);
  const named = [...(first.why ?? '').matchAll(/from_project: (\w+)/g)].map(([, id]) => id);
  expect(named).toEqual(['proj_3']);
  const second = await find({ ...asked, from_project: named[0] });
  expect(second.complete).toBe(true);
  const all = PROJECTS.flatMap((_, at) => [`api_keys_${at}`, `service_accounts_${at}`]);
  expect([...first.ids, ...second.ids].sort()).toEqual(all.sort());
});
