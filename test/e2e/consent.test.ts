/** The proof that an approval that is declined, left alone or given twice sends what a person meant: a form or a terminal before the built program. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readAudit } from './audit-trail.ts';
import { startOrganization } from './named-projects.ts';
import {
  errorOf,
  LEGACY_REVISION,
  MODERN_REVISION,
  runToEnd,
  type StartOptions,
  startServer,
  temporaryFolder,
  typeAsAsked,
} from './start-server.ts';
import { hasTerminal, runInTerminal, typeWhenAsked } from './terminal.ts';

const NAME = 'Name of proj_a';
const ARCHIVE = { project_id: 'proj_a' };

async function start(options: StartOptions = {}, home = temporaryFolder()) {
  const { upstream, writes } = await startOrganization();
  const server = await startServer({ upstream: upstream.url, environment: { HOME: home }, ...options });
  const archive = () => server.call('archive_project', ARCHIVE);
  return { server, home, upstream, writes, archive };
}

/** What is on record of the calls of clients, without those that were asked about or planned. */
async function decisions(home: string): Promise<string[]> {
  const calls = (await readAudit(home)).filter(({ intent }) => intent.client !== 'terminal');
  return calls
    .map(({ intent, outcome }) => `${intent.decision} ${outcome?.outcome ?? 'not sent'}`)
    .filter((one) => !/^(asked|planned) /.test(one));
}

describe.each([LEGACY_REVISION, MODERN_REVISION])('a form of a client of %s', (revision) => {
  it('that is left alone until the plan has run out sends nothing, though it is answered then', async () => {
    const { home, writes, archive } = await start({
      revision,
      args: ['--approval-ttl', '2s'],
      answerQuestion: async (question) => {
        await delay(2_500);
        return typeAsAsked(question);
      },
    });
    expect(errorOf(await archive())).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(writes()).toEqual([]);
    expect(await decisions(home)).toEqual(['refused not sent']);
  });

  it.runIf(hasTerminal)('and a terminal that approve at the same time send one write', async () => {
    let atTerminal: Promise<{ code: number | null; screen: string }> | undefined;
    const { home, writes, archive } = await start({
      revision,
      answerQuestion: async (question) => {
        // Whoever is asked after both approved has nothing more to approve.
        if (atTerminal !== undefined) return { action: 'decline' };
        await new Promise<void>((shown) => {
          const typeName = typeWhenAsked(NAME);
          atTerminal = runInTerminal(['approve'], { HOME: home }, (screen) => {
            const typed = typeName(screen);
            if (typed !== undefined) shown();
            return typed;
          });
        });
        return typeAsAsked(question);
      },
    });
    const first = await archive();
    const { code, screen } = (await atTerminal) ?? {};
    // One of them was quicker; where it was the terminal, the call runs when it is repeated.
    if (first.isError) {
      expect(code, screen).toBe(0);
      expect(first.text).toContain('was used already');
      expect((await archive()).isError).toBe(false);
    } else {
      expect(screen).not.toMatch(/^Approved\.\r$/m);
      expect(code).toBe(4);
    }
    expect(writes()).toHaveLength(1);
    expect((await decisions(home)).filter((one) => one === 'approved done')).toHaveLength(1);
  });
});

describe.runIf(hasTerminal)('a plan for a terminal', () => {
  it('that is rejected sends nothing, and says so to whoever would approve it then', async () => {
    const { home, writes, archive } = await start();
    const { plan } = (await archive()).value;
    const rejected = await runToEnd(['approve', '--reject', String(plan)], { HOME: home });
    expect(rejected).toMatchObject({ code: 0, stdout: '' });
    expect(rejected.stderr).toContain(`Rejected: Archive project: "${NAME}" (proj_a)`);
    const { code, screen } = await runInTerminal(
      ['approve', String(plan)],
      { HOME: home },
      typeWhenAsked(NAME),
    );
    expect(code, screen).toBe(2);
    expect((await archive()).value.plan).not.toBe(plan);
    expect(writes()).toEqual([]);
  });

  it('that is left alone until it has run out sends nothing, and is asked about anew', async () => {
    const { home, writes, archive } = await start({ args: ['--approval-ttl', '2s'] });
    const { plan } = (await archive()).value;
    const typeName = typeWhenAsked(NAME);
    const late = await runInTerminal(['approve'], { HOME: home }, (screen) => {
      const typed = typeName(screen);
      return typed === undefined ? undefined : delay(2_500, typed);
    });
    expect(late.code, late.screen).toBe(4);
    const again = (await archive()).value;
    expect(again).toMatchObject({ needs_approval: true });
    expect(again.plan).not.toBe(plan);
    expect(writes()).toEqual([]);
  });

  it('that two terminals approve at the same time lets two servers send one write', async () => {
    const { home, upstream, writes, archive } = await start();
    const other = await startServer({ upstream: upstream.url, environment: { HOME: home } });
    await archive();
    const ends = await Promise.all(
      [1, 2].map(() => runInTerminal(['approve'], { HOME: home }, typeWhenAsked(NAME))),
    );
    expect(ends.filter(({ screen }) => /^Approved\.\r$/m.test(screen))).toHaveLength(1);
    const calls = Array.from({ length: 20 }, (_, at) =>
      at % 2 === 0 ? archive() : other.call('archive_project', ARCHIVE),
    );
    await Promise.all(calls);
    expect(writes()).toHaveLength(1);
    expect((await decisions(home)).filter((one) => one === 'approved done')).toHaveLength(1);
  });
});
