/** The proof that two servers and a terminal share one state: one line each, one budget, one use of an approval. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { startCannedApi } from '../openai/canned-api.ts';
import { readAudit, recordedCalls } from './audit-trail.ts';
import { errorOf, runToEnd, startServer, type ToolAnswer, temporaryFolder } from './start-server.ts';
import { hasTerminal, runInTerminal, typeWhenAsked } from './terminal.ts';
import { PROJECTS } from './upstream.ts';

const [ALPHA] = PROJECTS.data;

/** An upstream that knows one project, and takes every write. */
const ROBOT = {
  id: 'svc_acct_robot',
  name: 'Robot',
  api_key: { id: 'key_robot', value: 'sk-svcacct-0123456789abcdefghijklmn' },
};

function startOrganization() {
  return startCannedApi(
    http.get('*/v1/organization/projects/proj_alpha', () => HttpResponse.json(ALPHA)),
    http.post('*/v1/organization/projects/proj_alpha/service_accounts', () => HttpResponse.json(ROBOT)),
    http.get('*/v1/*', () => HttpResponse.json({ data: [], has_more: false })),
    http.all('*/v1/*', () => HttpResponse.json(ALPHA)),
  );
}

/** Two servers with one home, as two clients of one user start them. */
async function startTwo(args: string[]) {
  const upstream = await startOrganization();
  const home = temporaryFolder();
  const options = {
    args: ['--secrets', `file:${join(home, 'secrets')}`, ...args],
    upstream: upstream.url,
    environment: { HOME: home },
  };
  const servers = await Promise.all([startServer(options), startServer(options)]);
  const writes = () => upstream.requests.map(({ line }) => line).filter((line) => !line.startsWith('GET '));
  return { servers, home, writes };
}

/** Commands of a terminal, one after the other until `done`. */
async function keepLooking(home: string, done: Promise<unknown>): Promise<number> {
  let isDone = false;
  const ended = done.then(() => {
    isDone = true;
  });
  let looks = 0;
  for (; !isDone; looks += 1) {
    for (const words of [
      ['audit', 'tail'],
      ['audit', 'verify'],
      ['secrets', 'list'],
    ]) {
      const { code, stderr } = await runToEnd(words, { HOME: home });
      expect(code, `${words.join(' ')}: ${stderr}`).toBe(0);
    }
  }
  await ended;
  return looks;
}

describe('two servers and a terminal', () => {
  it('write one line each and spend one budget', async () => {
    const { servers, home, writes } = await startTwo(['--max-writes', '25']);
    const calls = servers.flatMap((server, which) =>
      Array.from({ length: 20 }, (_, number) =>
        server.call('update_project', { project_id: 'proj_alpha', name: `Name ${which}.${number}` }),
      ),
    );
    const [answers, looks] = await Promise.all([Promise.all(calls), keepLooking(home, Promise.all(calls))]);
    expect(looks).toBeGreaterThan(0);
    expect(writes()).toHaveLength(25);
    const refused = answers.filter(({ isError }) => isError).map(errorOf);
    expect(refused).toHaveLength(15);
    for (const error of refused) {
      expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('--max-writes') });
    }
    const audit = await readAudit(home);
    const names = audit.map(({ intent }) => (intent.arguments as { name: string }).name);
    expect(new Set(names).size).toBe(40);
    expect(audit).toHaveLength(40);
    const outcomes = audit.map(({ intent, outcome }) => `${intent.decision} ${outcome?.outcome}`);
    expect(outcomes.filter((one) => one === 'allowed done')).toHaveLength(25);
    expect(outcomes.filter((one) => one === 'refused undefined')).toHaveLength(15);
  });

  it.runIf(hasTerminal)('use one approval once', async () => {
    const { servers, home, writes } = await startTwo([]);
    const make = (which: number) =>
      servers[which]?.call('create_project_service_account', { project_id: 'proj_alpha', name: 'Robot' });
    const plans = await Promise.all([make(0), make(1), make(0), make(1)]);
    for (const plan of plans) expect(plan?.value).toMatchObject({ needs_approval: true });

    const { code, screen } = await runInTerminal(
      ['approve', String(plans[0]?.value.plan)],
      { HOME: home },
      typeWhenAsked('Robot'),
    );
    expect(code, screen).toBe(0);
    expect(screen).toContain('Create project service account: "Robot" in project "Alpha" (proj_alpha)');
    expect(screen).toContain('This makes a new secret.');
    expect(writes()).toEqual([]);

    // While these are dealt with, the hundred gather, so that all of them find the approval before one uses it.
    const others = Array.from({ length: 60 }, (_, number) =>
      servers[number % 2]?.call('update_project', { project_id: 'proj_alpha', name: `Name ${number}` }),
    );
    const uses = await Promise.all(Array.from({ length: 100 }, (_, number) => make(number % 2)));
    await Promise.all(others);
    expect(writes().filter((line) => !/projects\/proj_alpha HTTP/.test(line))).toEqual([
      'POST /v1/organization/projects/proj_alpha/service_accounts HTTP/1.1',
    ]);
    // Those that wait for the one that was sent get its answer; the others have no approval to use.
    const isDone = (use: ToolAnswer | undefined) => use?.isError === false && !use.value.needs_approval;
    expect(new Set(uses.filter(isDone).map((use) => use?.value.id))).toEqual(new Set([ROBOT.id]));
    for (const use of uses.filter((one) => !isDone(one))) {
      expect(use?.text).toMatch(/was used already|"needs_approval":true/);
    }

    const record = (await recordedCalls(home)).filter(({ tool }) => tool !== 'update_project');
    expect(record.filter(({ outcome }) => outcome !== undefined)).toEqual([
      { tool: 'create_project_service_account', decision: 'approved', outcome: 'done' },
    ]);
    // One approval in the terminal, and every call once.
    expect(record).toHaveLength(1 + uses.length + plans.length);
    // The one secret that was made, kept once.
    expect(readdirSync(join(home, 'secrets'))).toEqual([`${ROBOT.api_key.id}.secret`]);
  });

  it.runIf(hasTerminal)('do nothing when the name is typed wrongly, or not at all', async () => {
    const { servers, home, writes } = await startTwo([]);
    const archive = (which: number) => servers[which]?.call('archive_project', { project_id: 'proj_alpha' });
    await archive(0);
    for (const typed of ['alpha', 'yes', '']) {
      const { code, screen } = await runInTerminal(['approve'], { HOME: home }, typeWhenAsked(typed));
      expect(code, screen).toBe(4);
      expect(screen).toContain(typed === '' ? 'Left as it is.' : 'That is not its name: not approved.');
    }
    for (const which of [0, 1]) expect((await archive(which))?.value).toMatchObject({ needs_approval: true });
    expect(writes()).toEqual([]);
  });

  it('approve nothing where nobody sits', async () => {
    const { servers, home, writes } = await startTwo([]);
    await servers[0]?.call('archive_project', { project_id: 'proj_alpha' });
    expect(await runToEnd(['approve'], { HOME: home })).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('needs a terminal'),
    });
    const again = await servers[1]?.call('archive_project', { project_id: 'proj_alpha' });
    expect(again?.value).toMatchObject({ needs_approval: true });
    expect(writes()).toEqual([]);
  });
});
