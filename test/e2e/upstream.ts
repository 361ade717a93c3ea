/** The stand-in for OpenAI in the end-to-end tests: a loopback server that a test can tell what to answer. */
import { onTestFinished } from 'vitest';
import { answer, type FaultServer, type ReceivedRequest, startFaultServer } from '../openai/fault-server.ts';

export type Respond = (request: ReceivedRequest) => void;

/** One page of two projects. */
export const PROJECTS = {
  object: 'list',
  data: [
    {
      id: 'proj_alpha',
      object: 'organization.project',
      name: 'Alpha',
      created_at: 1_790_000_000,
      status: 'active',
    },
    {
      id: 'proj_beta',
      object: 'organization.project',
      name: 'Beta',
      created_at: 1_790_000_001,
      status: 'active',
    },
  ],
  first_id: 'proj_alpha',
  last_id: 'proj_beta',
  has_more: false,
};

export const respondWithProjects: Respond = ({ socket }) => {
  socket.write(answer(200, JSON.stringify(PROJECTS)));
};

/** Closed when the test ends. */
export async function startUpstream(respond: Respond = respondWithProjects): Promise<FaultServer> {
  const upstream = await startFaultServer({ respond });
  onTestFinished(() => upstream.close());
  return upstream;
}

/** An error body as OpenAI writes it. */
export function errorBody(
  message: string,
  code: string | null = null,
  type = 'invalid_request_error',
): string {
  return JSON.stringify({ error: { message, type, param: null, code } });
}

/** Resolves when the server has received that many requests. */
export async function received(upstream: FaultServer, count: number): Promise<void> {
  while (upstream.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}
