/** The proof that a person is asked through real clients of both protocol eras, and that only their word counts. */

import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HOSTILE_NAMES } from '../approval/hostile-names.ts';
import type { FaultServer } from '../openai/fault-server.ts';
import { startOrganization } from './named-projects.ts';
import {
  ADMIN_KEY,
  errorOf,
  LEGACY_REVISION,
  MODERN_REVISION,
  NO_SCREEN,
  PROGRAM,
  type Question,
  startServer,
  temporaryFolder,
} from './start-server.ts';
import { hasTerminal, runInTerminal } from './terminal.ts';

const ERAS = [
  ['2025', {}],
  ['2026', { versionNegotiation: { mode: { pin: MODERN_REVISION } } }],
] as const;

type Era = (typeof ERAS)[number][1];

type Reply = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, string> };

/** The official client before the built program. `reply` stands for its user. */
async function connect(
  upstream: FaultServer,
  era: Era,
  reply: (question: Question) => Reply | Promise<Reply>,
  { args = [] as string[], elicitation = {} as Record<string, Record<string, never>> } = {},
) {
  const options = { ...era, capabilities: { elicitation } };
  const client = new Client({ name: 'e2e', version: '1' }, options);
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    const { message, requestedSchema } = params as {
      message: string;
      requestedSchema: { properties: object };
    };
    const [[, field] = []] = Object.entries(requestedSchema.properties) as [string, { title: string }][];
    return reply({ message, label: field?.title ?? '' });
  });
  const home = temporaryFolder();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, ...args],
    env: {
      HOME: home,
      PATH: process.env.PATH ?? '',
      ...NO_SCREEN,
      OPENAI_BASE_URL: upstream.url,
      OPENAI_ADMIN_KEY: ADMIN_KEY,
    },
    stderr: 'ignore',
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    client,
    async call(name: string, given: Record<string, unknown>) {
      const result = await client.callTool({ name, arguments: given });
      const [block] = result.content as { text: string }[];
      return JSON.parse(block?.text ?? '{}') as Record<string, unknown> & { error?: Record<string, unknown> };
    },
  };
}

const typing = (name: string): Reply => ({ action: 'accept', content: { name } });
const ARCHIVE = { project_id: 'proj_a' };

describe.each(ERAS)('a client of %s', (_era, era) => {
  it('shows the summary, and the name that is typed runs the call once', async () => {
    const { upstream, writes } = await startOrganization();
    const questions: Question[] = [];
    const { call } = await connect(upstream, era, (question) => {
      questions.push(question);
      return typing('Name of proj_a');
    });
    expect(await call('archive_project', ARCHIVE)).toMatchObject({ id: 'proj_a' });
    expect(writes()).toEqual(['POST /v1/organization/projects/proj_a/archive']);
    expect(questions).toHaveLength(1);
    expect(questions[0]?.label).toBe('Type "Name of proj_a" to approve');
    expect(questions[0]?.message.split('\n')).toEqual([
      'Archive project: "Name of proj_a" (proj_a)',
      '0 members, 0 service accounts, 0 API keys, $0.00 in 30 days.',
      'This cannot be undone.',
      'No operation brings an archived project back.',
      'Reach:',
      '- Members: 0',
      '- Service accounts: 0',
      '- API keys: 0',
      '- Spend of the last 30 days: $0.00',
      '- Status: active',
      '- Created: 2026-09-21 14:13 UTC',
      'Request:',
      '  POST /organization/projects/proj_a/archive',
      'Profile: default',
      '',
      'To approve, type "Name of proj_a" without the quotes.',
    ]);
    // The next one is a question of its own.
    await call('archive_project', ARCHIVE);
    expect(questions).toHaveLength(2);
  });

  it.each([
    ['types something else', typing('yes'), 'What was typed is not "Name of proj_a", so it is not approved'],
    ['types nothing', { action: 'accept', content: {} } as Reply, 'without what its user had to type'],
    ['declines', { action: 'decline' } as Reply, 'The user declined'],
    ['closes the form', { action: 'cancel' } as Reply, 'closed without an approval'],
  ])('whose user %s sends nothing', async (_, reply, told) => {
    const { upstream, writes } = await startOrganization();
    const events: string[] = [];
    const { client, call } = await connect(upstream, era, async () => {
      // Time for a refusal that is not theirs, and longer than an answer takes that nobody was asked for.
      await client.listTools();
      await delay(1000);
      events.push('answered');
      return reply;
    });
    const { error } = await call('archive_project', ARCHIVE);
    events.push('refused');
    expect(events).toEqual(['answered', 'refused']);
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error?.message).toContain(told);
    expect(writes()).toEqual([]);
  });

  it.each([
    ['no mode', {}, true],
    ['forms', { form: {} }, true],
    ['forms and links', { form: {}, url: {} }, true],
    ['links alone', { url: {} }, false],
  ])('that names %s for its questions is asked or not', async (_, elicitation, isAsked) => {
    const { upstream, writes } = await startOrganization();
    let asked = 0;
    const reply = () => {
      asked += 1;
      return typing('Name of proj_a');
    };
    const { call } = await connect(upstream, era, reply, { elicitation });
    const answered = await call('archive_project', ARCHIVE);
    expect(asked).toBe(isAsked ? 1 : 0);
    expect(answered.needs_approval === true).toBe(!isAsked);
    expect(writes()).toHaveLength(isAsked ? 1 : 0);
  });

  it('is asked through discovery as well', async () => {
    const { upstream, writes } = await startOrganization();
    let asked = 0;
    const reply = () => {
      asked += 1;
      return typing('Name of proj_a');
    };
    const { call } = await connect(upstream, era, reply, { args: ['--exposure', 'discovery'] });
    const given = { name: 'archive_project', arguments: ARCHIVE };
    expect((await call('call_read_tool', given)).error?.kind).toBe('invalid');
    expect(writes()).toEqual([]);
    expect(await call('call_write_tool', given)).toMatchObject({ id: 'proj_a' });
    expect(asked).toBe(1);
    expect(writes()).toHaveLength(1);
  });

  it('is asked two things at once, and each answer is for its own', async () => {
    const { upstream, writes } = await startOrganization();
    const answers = new Map<string, (reply: Reply) => void>();
    let tellBoth: () => void = () => undefined;
    const bothAsked = new Promise<void>((resolve) => {
      tellBoth = resolve;
    });
    const { call } = await connect(
      upstream,
      era,
      ({ message }) =>
        new Promise<Reply>((resolve) => {
          answers.set(/\((proj_\w)\)/.exec(message)?.[1] ?? '', resolve);
          if (answers.size === 2) tellBoth();
        }),
    );
    const [first, second] = ['proj_a', 'proj_b'].map((id) => call('archive_project', { project_id: id }));
    await bothAsked;
    answers.get('proj_b')?.(typing('Name of proj_b'));
    expect(await second).toMatchObject({ id: 'proj_b' });
    expect(writes()).toEqual(['POST /v1/organization/projects/proj_b/archive']);
    answers.get('proj_a')?.(typing('Name of proj_b'));
    expect((await first)?.error?.kind).toBe('refused');
    expect(writes()).toHaveLength(1);
  });

  it('that falls silent and goes away sends nothing', async () => {
    const { upstream, writes } = await startOrganization();
    let isAsked: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const { client, call } = await connect(upstream, era, () => {
      isAsked();
      return new Promise(() => undefined);
    });
    const calling = call('archive_project', ARCHIVE);
    calling.catch(() => 'the client is gone');
    await asked;
    await client.close();
    await upstream.idle();
    expect(writes()).toEqual([]);
  });

  it('is shown names with tricks in them on one line each', async () => {
    const { upstream, rename, writes } = await startOrganization();
    const questions: Question[] = [];
    const { call } = await connect(upstream, era, (question) => {
      questions.push(question);
      return { action: 'cancel' };
    });
    for (const [kind, name] of HOSTILE_NAMES) {
      rename(name);
      await call('archive_project', ARCHIVE);
      const { message = '', label = '' } = questions.at(-1) ?? {};
      const lines = message.split('\n');
      // Long names share a line with what must be seen beside them, or stand in a line of their own below it.
      expect([14, 15, 16, 17], kind).toContain(lines.length);
      for (const line of [...lines, label]) {
        expect(line, kind).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(line.length, kind).toBeLessThan(320);
      }
      expect(label, kind).toMatch(/^Type ".{1,62}" to approve$/);
    }
    expect(questions).toHaveLength(HOSTILE_NAMES.length);
    expect(writes()).toEqual([]);
  });
});

describe('an older client that says it can ask', () => {
  it('and fails to is told of the terminal', async () => {
    const { upstream, writes } = await startOrganization();
    const { call } = await connect(upstream, {}, () => {
      throw new Error('no window');
    });
    const { error } = await call('archive_project', ARCHIVE);
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error?.message).toMatch(/node \S+ approve in a terminal/);
    expect(writes()).toEqual([]);
  });
});

describe.each([LEGACY_REVISION, MODERN_REVISION])('answers that nobody was asked for, in %s', (revision) => {
  const FORM = { approval: { action: 'accept', content: { name: 'Name of proj_a' } } };

  it('approve nothing', async () => {
    const { upstream, writes } = await startOrganization();
    const options = { upstream: upstream.url, revision };
    const server = await startServer({ ...options, environment: { HOME: temporaryFolder() } });
    const plan = String((await server.call('archive_project', ARCHIVE)).value.plan);
    const states = [undefined, '', plan, `${plan}.`, `${plan}.${'0'.repeat(64)}`, `{"plan":"${plan}"}`];
    for (const requestState of states) {
      const { result } = await server.request('tools/call', {
        name: 'archive_project',
        arguments: ARCHIVE,
        inputResponses: FORM,
        ...(requestState !== undefined && { requestState }),
      });
      const [{ text = '' } = {}] = (result?.content ?? []) as { text?: string }[];
      expect(text).toMatch(/Nothing was sent/);
    }
    expect(writes()).toEqual([]);
  });
});

describe('a question of the newer protocol', () => {
  it('is answered for the call that it was asked about, and once', async () => {
    const { upstream, writes } = await startOrganization();
    const server = await startServer({
      upstream: upstream.url,
      revision: MODERN_REVISION,
      answerQuestion: () => ({ action: 'cancel' }),
    });
    const ask = async (project: string) => {
      const { result } = await server.request('tools/call', {
        name: 'archive_project',
        arguments: { project_id: project },
      });
      return String(result?.requestState);
    };
    const reply = async (project: string, requestState: string) => {
      const { result } = await server.request('tools/call', {
        name: 'archive_project',
        arguments: { project_id: project },
        inputResponses: { approval: { action: 'accept', content: { name: `Name of ${project}` } } },
        requestState,
      });
      const [{ text = '{}' } = {}] = (result?.content ?? []) as { text?: string }[];
      return JSON.parse(text) as Record<string, unknown>;
    };
    const [a, b] = [await ask('proj_a'), await ask('proj_b')];
    expect(await reply('proj_b', a)).toHaveProperty('error.kind', 'refused');
    expect(await reply('proj_a', b)).toHaveProperty('error.kind', 'refused');
    expect(writes()).toEqual([]);
    const many = await Promise.all(Array.from({ length: 20 }, () => reply('proj_a', a)));
    expect(many.filter(({ id }) => id === 'proj_a')).toHaveLength(1);
    expect(writes()).toEqual(['POST /v1/organization/projects/proj_a/archive']);
  });
});

describe('a client that cannot ask', () => {
  it('never gets to write by asking again', async () => {
    const { upstream, writes } = await startOrganization();
    const server = await startServer({ upstream: upstream.url });
    for (let round = 0; round < 5; round += 1) {
      const { value } = await server.call('archive_project', ARCHIVE);
      expect(value.needs_approval).toBe(true);
      expect(errorOf(await server.call('archive_project', { ...ARCHIVE, plan: value.plan }))).toMatchObject({
        kind: 'invalid',
      });
    }
    expect(writes()).toEqual([]);
  });
});

describe.runIf(hasTerminal)('a real terminal', () => {
  const PROMPT = 'without the quotes to approve; Enter leaves it: ';

  async function startWaiting(names: string[]) {
    const home = temporaryFolder();
    const { upstream, rename, writes } = await startOrganization();
    const server = await startServer({ upstream: upstream.url, environment: { HOME: home } });
    for (const [at, name] of names.entries()) {
      rename(name);
      await server.call('archive_project', { project_id: `proj_${at}` });
    }
    return { home, writes };
  }

  it('is left with Control-C, and nothing is approved', async () => {
    const { home, writes } = await startWaiting(['Alpha', 'Beta']);
    const interrupt = (screen: string) => (screen.endsWith(PROMPT) ? '\u0003' : undefined);
    const { code, screen } = await runInTerminal(['approve'], { HOME: home }, interrupt);
    expect(code, screen).toBe(130);
    expect(screen).not.toContain('2 of 2');
    const { code: next, screen: again } = await runInTerminal(['approve'], { HOME: home }, interrupt);
    expect(next, again).toBe(130);
    expect(again).toContain('1 of 2');
    expect(writes()).toEqual([]);
  });

  it('shows names with tricks in them as what they are', async () => {
    const { home } = await startWaiting(HOSTILE_NAMES.map(([, name]) => name));
    let answered = 0;
    const pass = (screen: string) => {
      const asked = screen.split(PROMPT).length - 1;
      if (asked <= answered) return undefined;
      answered = asked;
      return '';
    };
    const { code, screen } = await runInTerminal(['approve'], { HOME: home }, pass);
    expect(code).toBe(4);
    expect(answered).toBe(HOSTILE_NAMES.length);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what the line editor itself writes is let pass
    const shown = screen.replace(/\u001b\[(\d+G|0J)|\r+(?=\n)/g, '');
    expect(shown.match(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu)).toBeNull();
    expect(shown.split('\n').filter((line) => line.startsWith('  Profile: '))).toEqual(
      HOSTILE_NAMES.map(() => '  Profile: default'),
    );
  });
});
