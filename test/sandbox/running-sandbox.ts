/** A sandbox for one test at a fixed time, and plain requests to it. */
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
// The sandbox loads this after its start; loaded here, it does not count for the first test of a file.
import '../../src/sandbox/operations.ts';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';

/** A Sunday afternoon; the tests that move the clock start here. */
export const startTime = Date.UTC(2026, 10, 22, 13, 30);
export const startSeconds = startTime / 1000;
export const day = 86_400;

/** Starts a sandbox that ends with the test. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ now: () => startTime, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The official SDK, pointed at the sandbox, without its retries. */
export function officialClient(sandbox: RunningSandbox): OpenAI {
  return new OpenAI({
    baseURL: sandbox.url,
    adminAPIKey: sandbox.adminKey,
    apiKey: sandbox.projectKey,
    organization: null,
    project: null,
    maxRetries: 0,
  });
}

// biome-ignore lint/suspicious/noExplicitAny: replies of every operation; the tests state what they expect.
export type Answer = { status: number; headers: Headers; body: any };

/** Sends one request. A body that is no string goes as JSON; `key` null sends no key. */
export async function send(
  sandbox: RunningSandbox,
  method: string,
  path: string,
  options: { body?: unknown; key?: string | null | undefined; contentType?: string } = {},
): Promise<Answer> {
  const { body, contentType = 'application/json' } = options;
  const key = options.key === undefined ? keyFor(sandbox, path) : options.key;
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': contentType }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const ofProjectKeys = /^\/(vector_stores|files|batches|models|fine_tuning\/jobs|chat|containers|webhook_)/;

function keyFor(sandbox: RunningSandbox, path: string): string {
  return ofProjectKeys.test(path) ? sandbox.projectKey : sandbox.adminKey;
}

/** The rows of every page of a cursor list. */
export async function collect(
  sandbox: RunningSandbox,
  path: string,
  key?: string,
): Promise<Answer['body'][]> {
  const rows: Answer['body'][] = [];
  let after: string | undefined;
  do {
    const joint = path.includes('?') ? '&' : '?';
    const cursor = after === undefined ? '' : `${joint}after=${encodeURIComponent(after)}`;
    const { body } = await send(sandbox, 'GET', `${path}${cursor}`, { key });
    rows.push(...body.data);
    after = body.has_more ? body.last_id : undefined;
  } while (after !== undefined);
  return rows;
}

/** The rows of every page that the official SDK gives. */
export async function collectAll<Row>(page: PromiseLike<AsyncIterable<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of await page) rows.push(row);
  return rows;
}

/** What a deletion is answered with. */
export function deleted(object: string, id?: string) {
  return { ...(id !== undefined && { id }), object, deleted: true };
}

/** The id of the active project of this name. */
export async function projectNamed(sandbox: RunningSandbox, name: string): Promise<string> {
  const projects = await collect(sandbox, '/organization/projects?limit=100');
  const project = projects.find((candidate) => candidate.name === name);
  if (project === undefined) throw new Error(`no project is called ${name}`);
  return project.id;
}
