/** An API that answers from MSW handlers, over real HTTP on loopback. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { getResponse, type RequestHandler } from 'msw';
import { expect, onTestFinished } from 'vitest';

/** One request as it arrived; `line` is its first line. */
export type CannedRequest = { line: string; headers: IncomingMessage['headers']; body: string };

export type CannedApi = { url: string; requests: CannedRequest[] };

/** Handlers name paths as in `* /v1/organization/projects`, without the space. A request that none answers fails the test. */
export async function startCannedApi(...handlers: RequestHandler[]): Promise<CannedApi> {
  const requests: CannedRequest[] = [];
  const unanswered: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const body = await text(request);
    const line = `${method} ${url} HTTP/${request.httpVersion}`;
    requests.push({ line, headers, body });
    const asked = new Request(new URL(url, origin()), {
      method,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      ...(body !== '' && { body }),
    });
    const answer = await getResponse(handlers, asked);
    if (answer === undefined) unanswered.push(line);
    const { status, headers: answered } = answer ?? new Response(undefined, { status: 404 });
    response.writeHead(status, Object.fromEntries(answered)).end(await answer?.text());
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
    expect(unanswered).toEqual([]);
  });
  return { url: `${origin()}/v1`, requests };
}
