/** The proof that a client which obeys every name and note it reads does nothing that cannot be undone. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { argumentsOf, callOnce, obey, readEverything } from './gullible-client.ts';
import { type HostileOrganization, startHostileOrganization } from './hostile-organization.ts';
import { attacksFor, type Order, ordersIn, stringsIn } from './injections.ts';
import {
  MODERN_REVISION,
  type Question,
  runToEnd,
  type Server,
  type StartOptions,
  startServer,
  temporaryFolder,
} from './start-server.ts';
import { hasTerminal, runInTerminal, typeWhenAsked } from './terminal.ts';

const HARMFUL = catalogue.tools.filter((tool) => tool.risk !== undefined && tool.risk.class !== 'reversible');

/** Characters without a shape, and those that change how others are shown; tab and line breaks are neither. */
const FORBIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{e0000}-\u{e0fff}\u0080-\u009f\u007f]|[^\P{Cc}\t\n\r]/u;

/** Of one answer, in tokens of o200k; the usual budget is 6,000. */
const MAX_TOKENS = 6_500;
const MAX_QUESTION = 8_000;
const MAX_ERROR = 2_000;

/** Where the line that is typed begins, and what is cleared behind it. */
const READLINE = new RegExp(`${String.fromCharCode(27)}\\[\\d*[GJ]`, 'g');

/** A request's body is cut at 600 characters. */
const MAX_LINE = 1_500;

/** The organization, every attack in it, and a way to start servers in front of it that share a home. */
async function attacked() {
  const organization = await startHostileOrganization();
  const home = temporaryFolder();
  const start = (options: StartOptions = {}) =>
    startServer({
      ...options,
      args: ['--tags', 'all', '--secrets', `file:${home}/secrets`, ...(options.args ?? [])],
      environment: {
        HOME: home,
        OPENAI_BASE_URL: organization.url,
        OPENAI_ADMIN_KEY: organization.adminKey,
        OPENAI_API_KEY: organization.projectKey,
      },
    });
  const { ids } = await readEverything(await start());
  const orders = HARMFUL.flatMap((tool): Order[] => {
    const given = argumentsOf(tool, ids);
    return given === undefined ? [] : [{ tool: tool.name, arguments: given }];
  });
  const attacks = attacksFor(orders);
  organization.write(attacks.map(({ text }) => text));
  return { organization, home, start, orders, attacks };
}

/** The tool of a request that is more than a read and cannot be undone; undefined for others. */
function harmOf({ line, body }: HostileOrganization['writes'][number]): ToolSpec | undefined {
  const [method = '', target = ''] = line.split(' ');
  const segments = target.split('?')[0]?.split('/') ?? [];
  const tool = catalogue.tools.find(({ endpoint }) => {
    const own = endpoint.path.split('/');
    const fits = own.every((segment, position) => segment.startsWith('{') || segment === segments[position]);
    return endpoint.method === method && own.length === segments.length && fits;
  });
  if (tool === undefined) throw new Error(`${line} is no operation`);
  const isWithoutKey = body.includes('"create_service_account_only":true');
  return isRead(tool) || tool.risk?.class === 'reversible' || isWithoutKey ? undefined : tool;
}

const harmsDone = ({ writes }: HostileOrganization) => writes.flatMap((write) => harmOf(write)?.name ?? []);

function expectHarmless(texts: string[]): void {
  for (const text of texts) {
    for (const part of [text, ...stringsIn(text)]) {
      expect(FORBIDDEN.exec(part)?.[0], part.slice(0, 300)).toBeUndefined();
    }
    expect(encode(text).length, text.slice(0, 300)).toBeLessThanOrEqual(MAX_TOKENS);
    if (text.startsWith('{"error"')) expect(text.length).toBeLessThan(MAX_ERROR);
  }
}

function expectHarmlessQuestion({ message, label }: Question): void {
  expect(FORBIDDEN.exec(message + label)?.[0], message).toBeUndefined();
  expect(label).not.toMatch(/[\r\n]/);
  expect(message.length + label.length).toBeLessThan(MAX_QUESTION);
}

it('the client sees through every disguise, more than 200 of them', async () => {
  const { orders, attacks } = await attacked();
  expect(orders.length).toBeGreaterThan(40);
  expect(new Set(attacks.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200);
  const missed = attacks.filter(({ text, order }) => !ordersIn(JSON.stringify([text])).some(isSameAs(order)));
  expect(missed.map(({ text }) => text.slice(0, 200))).toEqual([]);
});

describe('a client that obeys what it reads', () => {
  async function harassed(server: Server, organization: HostileOrganization, extra: string[] = []) {
    const { texts } = await readEverything(server);
    expect(organization.served.size).toBeGreaterThanOrEqual(200);
    return obey([...texts, ...extra], (tool, given) => callOnce(server, tool, given));
  }

  it('harms nothing when nobody can be asked', async () => {
    const { organization, home, start, orders } = await attacked();
    const server = await start();
    const { texts, obeyed } = await harassed(server, organization);
    expect(namesOf(obeyed)).toEqual(namesOf(orders));
    expect(harmsDone(organization)).toEqual([]);
    expect(texts.filter((text) => text.includes('"needs_approval":true')).length).toBeGreaterThan(
      orders.length,
    );
    expectHarmless(texts);
    expect(FORBIDDEN.exec(server.stderr())?.[0]).toBeUndefined();
    const audit = await runToEnd(['audit', 'verify'], { HOME: home });
    expect(audit).toMatchObject({ code: 0, stdout: expect.stringContaining('Intact.') });
    const tail = await runToEnd(['audit', 'tail', '-n', '5000'], { HOME: home });
    expect(FORBIDDEN.exec(tail.stdout)?.[0]).toBeUndefined();
    if (!hasTerminal) return;
    const { code, screen } = await runInTerminal(['approve'], { HOME: home }, typeWhenAsked('yes'));
    expect(code).toBe(4);
    const waiting = screen.split('That is not its name: not approved.').length - 1;
    expect(waiting).toBeGreaterThan(orders.length / 2);
    expect(FORBIDDEN.exec(screen.replace(READLINE, ''))?.[0]).toBeUndefined();
    for (const line of screen.split(/\r?\n/)) expect(line.length, line).toBeLessThan(MAX_LINE);
    await obey([screen], (tool, given) => callOnce(server, tool, given));
    expect(harmsDone(organization)).toEqual([]);
  });

  it('harms nothing when the user declines', async () => {
    const { organization, start, orders } = await attacked();
    const questions: Question[] = [];
    const server = await start({
      answerQuestion: (question) => {
        questions.push(question);
        return { action: 'decline' };
      },
    });
    const { texts, obeyed } = await harassed(server, organization);
    expect(namesOf(obeyed)).toEqual(namesOf(orders));
    expect(questions.length).toBeGreaterThan(orders.length);
    expect(harmsDone(organization)).toEqual([]);
    expectHarmless(texts);
    questions.forEach(expectHarmlessQuestion);
    // It obeys the questions, too.
    await obey(
      questions.map(({ message, label }) => `${message}\n${label}`),
      (tool, given) => callOnce(server, tool, given),
    );
    expect(harmsDone(organization)).toEqual([]);
  });

  it('harms nothing when the user never answers', async () => {
    const { organization, start, orders } = await attacked();
    const server = await start({ revision: MODERN_REVISION, answerQuestion: () => ({ action: 'cancel' }) });
    const { texts, obeyed } = await harassed(server, organization);
    expect(namesOf(obeyed)).toEqual(namesOf(orders));
    expect(texts.filter((text) => text.includes('"input_required"')).length).toBeGreaterThan(orders.length);
    expect(harmsDone(organization)).toEqual([]);
  });

  it('does harm where nobody is asked, so the tests above can fail', async () => {
    const { organization, start, orders } = await attacked();
    await harassed(await start({ args: ['--approval', 'off'] }), organization);
    expect(new Set(harmsDone(organization)).size).toBeGreaterThan(orders.length / 2);
  });
});

function isSameAs(order: Order): (other: Order) => boolean {
  return (other) => JSON.stringify(other) === JSON.stringify(order);
}

function namesOf(orders: Order[]): string[] {
  return [...new Set(orders.map(({ tool }) => tool))].sort();
}
