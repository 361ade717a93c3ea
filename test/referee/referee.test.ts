/** The official SDK is the referee: for every operation it and this program send the same request. */
import fc from 'fast-check';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type OpenAIClient } from '../../src/openai/client.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { withBucketLimit } from '../../src/tools/bucket-limit.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { operations, requestsOf } from '../catalogue/catalogue.ts';
import { RUNTIME } from '../runtime.ts';
import { anyCall, type Call, plainCalls } from './generate-arguments.ts';
import { ROWS, type Row } from './operations.ts';
import { type Recorded, type RecordingServer, startRecordingServer } from './recording-server.ts';

const ADMIN_KEY = 'sk-admin-referee';
const PROJECT_KEY = 'sk-proj-referee';
const NOW = Date.parse('2026-11-22T12:00:00Z');
const RANDOM_CALLS = 12;

let server: RecordingServer;
let sdk: OpenAI;
let client: OpenAIClient;

beforeAll(async () => {
  server = await startRecordingServer();
  sdk = new OpenAI({
    adminAPIKey: ADMIN_KEY,
    apiKey: PROJECT_KEY,
    organization: null,
    project: null,
    baseURL: server.baseUrl,
    maxRetries: 0,
  });
  client = createClient({
    baseUrl: server.baseUrl,
    timeoutMilliseconds: 60_000,
    proxy: {},
    userAgent: 'referee',
    runtime: RUNTIME,
  });
});

afterAll(async () => {
  await client.close();
  await server.close();
});

/** The one request that `send` makes. */
async function recorded(send: () => PromiseLike<unknown>): Promise<Recorded> {
  server.take();
  await send();
  const requests = server.take();
  expect(requests).toHaveLength(1);
  return requests[0] as Recorded;
}

function ours(tool: ToolSpec, call: Call): Promise<Recorded> {
  const checked = checkArguments(tool, call, NOW);
  const request = buildRequest(tool, { ...checked, values: withBucketLimit(tool, checked.values, NOW) });
  const apiKey = tool.key === 'admin' ? ADMIN_KEY : PROJECT_KEY;
  return recorded(() => client.send({ ...request, safe: false }, { apiKey }));
}

/** JSON text with members in one order, so that `__proto__` and other odd names are compared like any other. */
function canonical(text: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return entries.map(([name, member]) => [name, sorted(member)]);
  };
  return text === '' ? '' : JSON.stringify(sorted(JSON.parse(text)));
}

function comparable({ method, path, query, authorization, beta, body }: Recorded) {
  return {
    method,
    path,
    decoded: path.split('/').map(decodeURIComponent),
    query: [...query].sort(),
    authorization,
    beta,
    body: canonical(body),
  };
}

async function compare(row: Row, call: Call): Promise<void> {
  const mine = comparable(await ours(row.tool, call));
  expect(mine).toEqual(comparable(await recorded(() => row.send(sdk, call))));
}

test('every request of every tool is one of the SDK', () => {
  const sent = ROWS.map(({ tool, fixed, operation }) => {
    const path = Object.entries(fixed).reduce(
      (path, [name, value]) => path.replace(`{${name}}`, String(value)),
      tool.endpoint.path,
    );
    return `${operation.httpMethod} ${path}`;
  });
  const lacking = operations.flatMap(requestsOf).filter((request) => !sent.includes(request));
  expect(lacking, 'requests that the SDK does not make; npm run drift says more').toEqual([]);
});

describe.each(ROWS)('$title', (row) => {
  const { tool, fixed, operation } = row;

  test('goes to the address of the operation', async () => {
    const { method, path } = await ours(tool, plainCalls(tool, fixed)[0] ?? {});
    const pattern = operation.path.replace(/\{[^}]*\}/g, '[^/]+');
    expect(method).toBe(operation.httpMethod);
    expect(path).toMatch(new RegExp(`^/v1${pattern}$`));
  });

  test('each argument alone, none, and all together', async () => {
    for (const call of plainCalls(tool, fixed)) await compare(row, call);
  });

  test('any mixture, edge and hostile values among them', async () => {
    await fc.assert(
      fc.asyncProperty(anyCall(tool, fixed), (call) => compare(row, call)),
      { numRuns: RANDOM_CALLS },
    );
  });
});
