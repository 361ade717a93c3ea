/** An HTTP client that answers from a function and keeps what it was asked. */
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { OpenAIClient } from '../../src/openai/client.ts';
import type { Authorization } from '../../src/openai/prepare-request.ts';

export type FakeClient = OpenAIClient & {
  calls: { request: ApiRequest; authorization: Authorization; signal: AbortSignal | undefined }[];
  warmUps: number;
  closed: boolean;
};

/** `answer` gives the body, or throws. */
export function fakeClient(answer: (request: ApiRequest) => unknown = () => ({})): FakeClient {
  const client: FakeClient = {
    calls: [],
    warmUps: 0,
    closed: false,
    async send(request, authorization, signal) {
      client.calls.push({ request, authorization, signal });
      return { status: 200, body: answer(request) };
    },
    async warmUp() {
      client.warmUps += 1;
    },
    async close() {
      client.closed = true;
    },
  };
  return client;
}
