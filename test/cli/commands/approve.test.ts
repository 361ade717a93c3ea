/** The approve command with somebody at the terminal, or nobody. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createPlanStore } from '../../../src/approval/plan-store.ts';
import { runProgram } from '../../../src/cli/program.ts';
import { openState } from '../../../src/compose/open-state.ts';
import { PLAN_MILLISECONDS } from '../../../src/model/approval-mode.ts';
import { WAYS } from '../../../src/model/ask-mode.ts';
import { aProposal } from '../../approval/proposal.ts';
import { NOON } from '../../audit/state-folder.ts';
import { homeFolder, hostIn } from '../../credentials/home-folder.ts';
import { RUNTIME } from '../../runtime.ts';
import { processContext } from '../process-context.ts';

const PROMPT = 'without the quotes to approve; Enter leaves it: ';
const CONTROL_C = '\u0003';
const CONTROL_D = '\u0004';

/** A terminal in a home of its own. */
function terminal({ isTTY = { stdin: true, stderr: true }, environment = {} } = {}) {
  const host = { ...hostIn(homeFolder()), environment };
  const state = openState(host, RUNTIME);
  const clock = { now: NOON };
  const plans = createPlanStore(state, () => clock.now);

  /** `answer` is asked once for each question, and may do something before it types. */
  async function run(words: string[], ...answers: (string | (() => string))[]) {
    const stdin = Object.assign(new PassThrough(), { isTTY: isTTY.stdin });
    let asked = 0;
    const { context, ran } = processContext(['approve', ...words], {
      host,
      stdin,
      isTTY: { stderr: isTTY.stderr },
      now: () => clock.now,
      onStderr: () => {
        const questions = visible(ran.stderr).split(PROMPT).length - 1;
        if (questions <= asked) return;
        const answer = answers[asked] ?? CONTROL_C;
        asked = questions;
        const typed = typeof answer === 'function' ? answer() : answer;
        // The question is on the screen before anybody answers it.
        setImmediate(() => stdin.write([CONTROL_C, CONTROL_D].includes(typed) ? typed : `${typed}\r`));
      },
    });
    await runProgram(context);
    await new Promise(setImmediate);
    return { code: ran.code, screen: visible(ran.stderr) };
  }
  const lines = () =>
    readFileSync(join(state.path, 'audit.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { state, clock, plans, run, lines };
}

/** Without what the line editor of a terminal writes. */
function visible(screen: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
  return screen.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
}

describe('approve', () => {
  test('shows what waits, and approves it by its name', async () => {
    const { plans, run, lines } = terminal();
    const plan = await plans.propose(aProposal('Alpha'));
    const { code, screen } = await run([], 'Alpha');
    expect(code).toBe(0);
    expect(screen).toContain(
      [
        `${plan.id}, for 10 minutes more`,
        `Asked just now by test 1 (profile default, server ${process.pid})`,
        '',
        '  Archive project: "Alpha" (proj_1)',
        '  2 members.',
        '  This cannot be undone.',
        '  No operation brings it back.',
        '  Reach:',
        '  - Members: 2',
        '  Request:',
        '    POST /organization/projects/proj_1/archive',
        '  Profile: default',
        '',
        `Type "Alpha" ${PROMPT}`,
      ].join('\n'),
    );
    expect(screen).toContain('Approved.\n\nTell the assistant to repeat the call');
    expect((await plans.approvedFor('call Alpha', WAYS, 600_000))?.approvedBy).toMatch(/ in a terminal$/);
    expect(lines()).toMatchObject([
      {
        client: 'terminal',
        tool: 'archive_project',
        arguments: { plan: plan.id },
        decision: 'granted',
        approved_by: expect.stringMatching(/ in a terminal$/),
      },
    ]);
  });

  test.each(['alpha', 'yes', 'Alph', '"Alpha"', 'proj_1'])('approves nothing by %j', async (typed) => {
    const { plans, run } = terminal();
    await plans.propose(aProposal('Alpha'));
    const { code, screen } = await run([], typed);
    expect(code).toBe(4);
    expect(screen).toContain('That is not its name: not approved.');
    expect(await plans.pending()).toHaveLength(1);
    expect(await plans.approvedFor('call Alpha', WAYS, 600_000)).toBeUndefined();
  });

  test('approves no plan that may be approved in a window alone, and can take it away', async () => {
    const { plans, run, lines } = terminal();
    const plan = await plans.propose({ ...aProposal('Alpha'), ways: ['window'] });
    const { code, screen } = await run([], 'Alpha');
    expect(code).toBe(4);
    expect(screen).toContain(`Waits in a window, and cannot be approved here (--ask window)`);
    expect(screen).toContain(`approve --reject ${plan.id}`);
    expect(await plans.approvedFor('call Alpha', WAYS, 600_000)).toBeUndefined();
    expect((await run([plan.id, '--reject'])).code).toBe(0);
    expect(await plans.pending()).toEqual([]);
    expect(lines()).toMatchObject([{ reason: expect.stringMatching(/^rejected by .* in a terminal$/) }]);
  });

  test('leaves what is passed over with Enter', async () => {
    const { plans, run } = terminal();
    await plans.propose(aProposal('Alpha'));
    const { code, screen } = await run([], '');
    expect(code).toBe(4);
    expect(screen).toContain('Left as it is.');
    expect(await plans.pending()).toHaveLength(1);
  });

  test('asks for each of several in turn', async () => {
    const { plans, run, clock } = terminal();
    for (const name of ['Alpha', 'Beta', 'Gamma']) {
      await plans.propose(aProposal(name));
      clock.now += 1_000;
    }
    const { code, screen } = await run([], 'Alpha', '', 'Gamma');
    expect(code).toBe(4);
    for (const position of ['1 of 3: plan_', '2 of 3: plan_', '3 of 3: plan_'])
      expect(screen).toContain(position);
    expect((await plans.pending()).map(({ typed }) => typed)).toEqual(['Beta']);
    expect(await plans.approvedFor('call Gamma', WAYS, 600_000)).toBeDefined();
  });

  test('asks for the one that is named', async () => {
    const { plans, run } = terminal();
    await plans.propose(aProposal('Alpha'));
    const beta = await plans.propose(aProposal('Beta'));
    const { code, screen } = await run([beta.id], 'Beta');
    expect(code).toBe(0);
    expect(screen).not.toContain('Alpha');
    expect((await plans.pending()).map(({ typed }) => typed)).toEqual(['Alpha']);
  });

  test.each(['plan_zzzzzzzzzzzzzzzzzzzzzzzzzz', '../seal', 'a\u001b[2J\nb'])(
    'knows no plan %j',
    async (id) => {
      const { plans, run } = terminal();
      await plans.propose(aProposal('Alpha'));
      const { code, screen } = await run([id]);
      expect(code).toBe(2);
      expect(screen).toMatch(
        /^No plan ".*" waits: it has run out, was used, or never was\. Ask the assistant/,
      );
      expect(screen.trim().split('\n')).toHaveLength(1);
    },
  );

  test('lists what waits without a terminal, and approves nothing by that', async () => {
    const { plans, run, clock } = terminal({ isTTY: { stdin: false, stderr: false } });
    const plan = await plans.propose(aProposal('Alpha'));
    clock.now += 3 * 60_000;
    const { code, screen } = await run(['--list']);
    expect(code).toBe(0);
    expect(screen).toBe(
      `${plan.id}, for 7 minutes more: Archive project: "Alpha" (proj_1)\n  Asked 3 minutes ago by test 1 (profile default, server ${process.pid})\n`,
    );
    expect(await plans.pending()).toHaveLength(1);
  });

  test('rejects one, or all, and the record has it', async () => {
    const { plans, run, lines } = terminal({ isTTY: { stdin: false, stderr: false } });
    const alpha = await plans.propose(aProposal('Alpha'));
    for (const name of ['Beta', 'Gamma']) await plans.propose(aProposal(name));
    expect((await run(['--reject'])).code).toBe(2);
    expect((await run(['--reject', alpha.id])).screen).toBe('Rejected: Archive project: "Alpha" (proj_1)\n');
    expect((await plans.pending()).map(({ typed }) => typed).sort()).toEqual(['Beta', 'Gamma']);
    expect((await run(['--clear'])).code).toBe(0);
    expect(await plans.pending()).toEqual([]);
    expect(lines().map(({ decision }) => decision)).toEqual(['refused', 'refused', 'refused']);
    expect(lines()[0]).toMatchObject({ client: 'terminal', arguments: { plan: alpha.id } });
  });

  test.each(['CLAUDECODE', 'AI_AGENT', 'CODEX_SANDBOX', 'GEMINI_CLI', 'CURSOR_AGENT'])(
    'does nothing in a shell of an assistant: %s',
    async (name) => {
      const { plans, run } = terminal({ environment: { [name]: '1' } });
      const plan = await plans.propose(aProposal('Alpha'));
      for (const words of [[], ['--list'], ['--reject', plan.id], ['--clear']]) {
        const { code, screen } = await run(words, 'Alpha');
        expect(code).toBe(4);
        expect(screen).toContain(`${name} is set`);
        expect(screen).not.toContain('Alpha');
      }
      expect(await plans.pending()).toHaveLength(1);
    },
  );

  test('never offers the plan of a sandbox that has ended', async () => {
    const { plans, run } = terminal();
    const ofSandbox = (processId: number, name: string) =>
      plans.propose({ ...aProposal(name), origin: { client: 'test 1', processId, sandbox: true } });
    await ofSandbox(2 ** 22 + 1, 'Ended');
    expect((await run([])).screen).toContain('Nothing waits');
    await ofSandbox(process.pid, 'Running');
    const { screen } = await run(['--list']);
    expect(screen).toContain(`the sandbox of server ${process.pid}`);
    expect(screen).not.toContain('Ended');
  });

  test('says when nothing waits', async () => {
    const { code, screen } = await terminal().run([]);
    expect(code).toBe(0);
    expect(screen).toBe(
      'Nothing waits for approval. Plans end some time after the call that made them (--approval-ttl).\n',
    );
  });

  test('approves nothing that runs out while somebody reads', async () => {
    const { plans, run, clock, lines } = terminal();
    await plans.propose(aProposal('Alpha'));
    const { code, screen } = await run([], () => {
      clock.now += PLAN_MILLISECONDS;
      return 'Alpha';
    });
    expect(code).toBe(4);
    expect(screen).toContain('Too late: this plan has run out.');
    expect(screen).not.toContain('Approved.');
    expect(await plans.approvedFor('call Alpha', WAYS, 600_000)).toBeUndefined();
    expect(lines()).toEqual([]);
  });

  test('counts the minutes that are left', async () => {
    const { plans, run, clock } = terminal();
    await plans.propose(aProposal('Alpha'));
    clock.now += PLAN_MILLISECONDS - 20_000;
    expect((await run([], '')).screen).toContain('for 1 minute more\n');
  });

  test.each([
    ['Control-C', CONTROL_C, 130],
    ['Control-D', CONTROL_D, 4],
  ])('ends with %s', async (_, key, exit) => {
    const { plans, run } = terminal();
    await plans.propose(aProposal('Alpha'));
    await plans.propose(aProposal('Beta'));
    const { code, screen } = await run([], key);
    expect(code).toBe(exit);
    expect(screen.split(PROMPT)).toHaveLength(2);
    expect(await plans.pending()).toHaveLength(2);
  });

  test.each([
    ['stdin', { stdin: false, stderr: true }],
    ['the screen', { stdin: true, stderr: false }],
  ])('needs a person: without a terminal on %s it approves nothing', async (_, isTTY) => {
    const { plans, run } = terminal({ isTTY });
    await plans.propose(aProposal('Alpha'));
    const { code, screen } = await run([], 'Alpha');
    expect(code).toBe(4);
    expect(screen).toContain('needs a terminal with a person at it');
    expect(await plans.pending()).toHaveLength(1);
  });

  test('approves nothing that cannot be put on record', async () => {
    const { plans, run, state } = terminal();
    await plans.propose(aProposal('Alpha'));
    const { code, screen } = await run([], () => {
      rmSync(join(state.path, 'audit.jsonl'));
      mkdirSync(join(state.path, 'audit.jsonl'));
      return 'Alpha';
    });
    expect(code).toBe(4);
    expect(screen).toContain('Not approved. ');
    expect(screen).not.toContain('Tell the assistant');
  });

  test('says what to do where the folder cannot be used', async () => {
    const { run, state } = terminal();
    mkdirSync(dirname(state.path), { recursive: true });
    writeFileSync(state.path, '');
    const { code, screen } = await run([]);
    expect(code).toBe(4);
    expect(screen).toMatch(/^Not approved\. The audit trail cannot be written: .* Move it away\.\n$/);
  });
});
