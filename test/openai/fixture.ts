/** Opens servers and clients that end with their test, and catches the one kind of error that a client may throw. */
import { expect, onTestFinished } from 'vitest';
import type { Runtime } from '../../src/host/runtime.ts';
import type { ApiRequest, ApiResponse } from '../../src/model/api-request.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import { type ClientOptions, createClient, type OpenAIClient } from '../../src/openai/client.ts';
import type { Authorization } from '../../src/openai/prepare-request.ts';
import { RUNTIME } from '../runtime.ts';
import {
  answer,
  type FaultServer,
  type FaultServerOptions,
  type ReceivedRequest,
  startFaultServer,
} from './fault-server.ts';

export const KEY = 'sk-admin-canary-0123456789-T3BlbkFJ-abcdef';

export const GET: ApiRequest = {
  method: 'GET',
  path: '/organization/projects',
  query: '',
  key: { class: 'admin' },
  safe: true,
};
export const POST: ApiRequest = { ...GET, method: 'POST', body: { name: 'Alpha' }, safe: false };
export const DELETE: ApiRequest = {
  ...GET,
  method: 'DELETE',
  path: '/organization/projects/proj_1',
  safe: false,
};

export async function serve(
  respond: (request: ReceivedRequest) => void,
  options: Omit<FaultServerOptions, 'respond'> = {},
): Promise<FaultServer> {
  const server = await startFaultServer({ ...options, respond });
  onTestFinished(() => server.close());
  return server;
}

/** A server that gives the same answer to every request. */
export function serveAnswer(
  status: number,
  body = '',
  headers: Record<string, string> = {},
): Promise<FaultServer> {
  return serve(({ socket }) => socket.write(answer(status, body, headers)));
}

/** No waiting between tries, unless the server asks for it, or `random` says otherwise. */
export function open(
  baseUrl: string,
  { random = () => 0, ...options }: Partial<ClientOptions & Pick<Runtime, 'random'>> = {},
): OpenAIClient {
  const client = createClient({
    baseUrl,
    // Only ends what hangs; tests of the total time give their own.
    timeoutMilliseconds: 30_000,
    proxy: {},
    userAgent: 'openai-admin-mcp/test',
    runtime: { ...RUNTIME, random },
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

export function send(
  client: OpenAIClient,
  request: ApiRequest,
  { signal, ...authorization }: Partial<Authorization> & { signal?: AbortSignal } = {},
): Promise<ApiResponse> {
  return client.send(request, { apiKey: KEY, ...authorization }, signal);
}

/** The ApiError that the promise fails with; fails the test on anything else, or when the error shows the key. */
export async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  const seen = everythingIn(error);
  for (const shape of [KEY, encodeURIComponent(KEY), Buffer.from(KEY).toString('base64')]) {
    expect(seen).not.toContain(shape);
  }
  return error as ApiError;
}

/** All text that could be printed of a value: own and hidden properties, causes, stacks. */
function everythingIn(value: unknown, depth = 0): string {
  if (depth > 6 || value === null || typeof value !== 'object') return String(value);
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}: ${everythingIn(Reflect.get(value, key), depth + 1)}`)
    .join('\n');
}
