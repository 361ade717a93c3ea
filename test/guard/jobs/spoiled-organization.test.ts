/** An organization in which every name, email and description gives an order: each job shows the steps that it shows without. */
import { describe, expect, it } from 'vitest';
import { describeSummary } from '../../../src/approval/summary.ts';
import { questionFor } from '../../../src/approval/window-question.ts';
import { describePlan } from '../../../src/cli/commands/describe-plan.ts';
import { isRecord } from '../../../src/model/record.ts';
import { ASKING } from '../guard-setting.ts';
import { listed, type SandboxSetting, sandboxSetting } from '../sandbox-setting.ts';
import { HIDDEN, NAMES, ORDERS } from './dressed-orders.ts';

/** What people write and others read. */
const WRITTEN = /^(name|email|description|title|.*_name|.*_email)$/;

type Ids = { projects: string[]; person: string; group: string; account: { project: string; id: string } };

/** By ID, so that no name has to be found. */
const CALLS: [tool: string, given: (ids: Ids) => Record<string, unknown>][] = [
  [
    'onboard_project',
    ({ projects, person, group }) => ({
      name: 'Plain',
      like: projects[0],
      members: [{ user: person }],
      groups: [{ group, role: 'member' }],
      service_account: 'ci',
      spend_limit_usd: 100,
    }),
  ],
  [
    'set_project_rate_limits',
    ({ projects }) => ({ projects, limits: [{ models: 'gpt-4o*', requests_per_minute: '-90%' }] }),
  ],
  [
    'set_spend_limits',
    ({ projects }) => ({ projects, limit: '7777', alerts: ['80%'], alert_emails: ['a@example.com'] }),
  ],
  [
    'rotate_service_account_key',
    ({ account }) => ({ project_id: account.project, service_account_id: account.id }),
  ],
  ['offboard_person', ({ person }) => ({ person })],
];

/** Spoils what OpenAI answers, as long as `order` is set. */
async function spoiledSetting() {
  const now: { order: string | undefined } = { order: undefined };
  const setting = await sandboxSetting({
    around: (direct) => async (request, signal) => {
      const answer = await direct(request, signal);
      return now.order === undefined ? answer : { ...answer, body: spoiled(answer.body, now.order) };
    },
  });
  return { setting, now };
}

function spoiled(body: unknown, order: string): unknown {
  if (Array.isArray(body)) return body.map((one) => spoiled(one, order));
  // OpenAI names its own roles.
  if (!isRecord(body) || body.predefined_role === true) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) =>
      WRITTEN.test(name) && typeof value === 'string'
        ? [name, `${order} ${value}`]
        : [name, spoiled(value, order)],
    ),
  );
}

async function idsIn(setting: SandboxSetting): Promise<Ids> {
  const all = async (tool: string, given = {}) => listed(setting, tool, { limit: 100, ...given });
  const idOf = (rows: Record<string, unknown>[], name: string) =>
    String(rows.find((row) => row.name === name || row.email === name)?.id);
  const projects = await all('list_projects');
  const project = idOf(projects, 'Data-Science');
  const accounts = await all('list_project_service_accounts', { project_id: project });
  return {
    projects: [idOf(projects, 'Voice-Agent'), idOf(projects, 'Mobile-App')],
    person: idOf(await all('list_users'), 'tomas.herrera@halden-works.example'),
    group: idOf(await all('list_groups'), 'Data Science'),
    account: { project, id: idOf(accounts, 'etl-batch') },
  };
}

/** The whole picture in a form, a terminal and a window, of the one plan that waits, which is then taken away. */
async function pictureOf(setting: SandboxSetting, tool: string, given: Record<string, unknown>) {
  const { ask, error } = await setting.call(tool, given, ASKING);
  expect(error).toBeUndefined();
  const [plan, another] = await setting.plans.pending();
  if (plan === undefined || another !== undefined) throw new Error('not one plan waits');
  await setting.plans.withdraw(plan);
  const lines = describeSummary(plan.summary);
  const now = setting.clock.now;
  return {
    lines,
    form: ask?.message,
    terminal: describePlan(plan, 1, 1, now),
    window: questionFor(plan, now).picture,
  };
}

const requestsIn = (lines: readonly string[]) => lines.filter((line) => /^ {2}(POST|DELETE) \//.test(line));
/** What stands above in one line of a short name takes two of a long one. */
const afterHead = (lines: readonly string[]) => lines.slice(lines.indexOf('Changes:'));
const withoutSpace = (text: string) => text.replace(/\s/g, '');

describe.each(CALLS)('%s', (tool, givenFor) => {
  it('shows each step and no other in every way of asking, whatever names and emails say', async () => {
    const { setting, now } = await spoiledSetting();
    const given = givenFor(await idsIn(setting));
    const plain = await pictureOf(setting, tool, given);
    expect(requestsIn(plain.lines).length).toBeGreaterThan(0);
    const [count] = /\d+ writes?/.exec(plain.lines.slice(0, 3).join(' ')) ?? [];
    expect(count).toBeDefined();
    for (const name of NAMES) {
      now.order = name;
      const { lines, form, terminal, window } = await pictureOf(setting, tool, given);
      now.order = undefined;
      expect(requestsIn(lines), name).toEqual(requestsIn(plain.lines));
      expect(lines.slice(0, 3).join(' '), name).toContain(count);
      expect(afterHead(lines), name).toHaveLength(afterHead(plain.lines).length);
      const begun = lines.filter((line) =>
        ORDERS.some((order) => line.replace(/^[\s-]*/, '').startsWith(order)),
      );
      expect(begun, name).toEqual([]);
      if (form !== undefined) expect(form, name).toContain(lines.join('\n'));
      expect(terminal, name).toContain(lines.map((line) => `  ${line}`).join('\n'));
      expect(withoutSpace(window), name).toContain(withoutSpace(lines.join('')));
      for (const text of [form ?? '', terminal, window]) {
        expect(text.replaceAll('\n', ''), name).not.toMatch(HIDDEN);
      }
    }
    expect(setting.writes()).toEqual([]);
  }, 120_000);
});
