/** An organization in which every name is an attack: the sandbox, with what people write in it replaced. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

export type HostileOrganization = {
  url: string;
  adminKey: string;
  projectKey: string;
  /** What arrived and does more than read: a line each, such as `DELETE /organization/users/user-1`, and its body. */
  writes: { line: string; body: string }[];
  /** Which of the attacks were served so far. */
  served: ReadonlySet<string>;
  /** Attacks that take the place of names from now on. */
  write(attacks: string[]): void;
  /** One answer as it is, read with a key of the organization. */
  read(path: string, key?: string): Promise<Record<string, unknown>>;
};

/** What people or programs of others write. */
const WRITTEN_BY_OTHERS = new Set([
  'name',
  'email',
  'description',
  'url',
  'filename',
  'title',
  'user_agent',
  'line_item',
  'metadata',
  'instructions',
  'text',
]);

/** Whole lists that are answered with an error, whose words are attacks as well. */
const ERRORS: [RegExp, number][] = [
  [/^\/organization\/invites\b/, 400],
  [/^\/organization\/certificates\b/, 403],
  [/^\/fine_tuning\/jobs\b/, 404],
  [/^\/organization\/roles\b/, 429],
];

/** Ends with the test. */
export async function startHostileOrganization(): Promise<HostileOrganization> {
  const sandbox = await startSandbox({ now: Date.now });
  const writes: { line: string; body: string }[] = [];
  const served = new Set<string>();
  const given = new Map<string, string>();
  let attacks: string[] = [];
  let next = 0;

  function attack(): string {
    const text = attacks[next % attacks.length] ?? '';
    next += 1;
    served.add(text);
    return text;
  }

  /** The same name stays the same. */
  function replaced(original: string): string {
    if (attacks.length === 0) return original;
    const known = given.get(original) ?? attack();
    given.set(original, known);
    return known;
  }

  function poisoned(value: unknown, name = ''): unknown {
    if (typeof value === 'string') return WRITTEN_BY_OTHERS.has(name) ? replaced(value) : value;
    if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([member, inner]) => [
      member,
      poisoned(inner, WRITTEN_BY_OTHERS.has(name) ? name : member),
    ]);
    return Object.fromEntries(members);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/^\/v1/, '');
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const line = `${request.method} ${path}`;
    if (request.method !== 'GET') writes.push({ line, body });
    const [, status] = ERRORS.find(([pattern]) => request.method === 'GET' && pattern.test(path)) ?? [];
    if (status !== undefined && attacks.length > 0) {
      const error = { message: attack(), type: attack(), code: attack(), param: attack() };
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' });
      response.end(JSON.stringify({ error }));
      return;
    }
    const { authorization = '', 'content-type': type } = request.headers;
    const real = await fetch(`${sandbox.url}${path}`, {
      method: request.method ?? 'GET',
      headers: { authorization, ...(type && { 'content-type': type }) },
      ...(body && { body }),
    });
    const text = await real.text();
    response.writeHead(real.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(poisoned(JSON.parse(text))));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await sandbox.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    adminKey: sandbox.adminKey,
    projectKey: sandbox.projectKey,
    writes,
    served,
    write(texts) {
      attacks = texts;
    },
    async read(path, key = sandbox.adminKey) {
      const response = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
      return (await response.json()) as Record<string, unknown>;
    },
  };
}
