/** A loopback server that answers `{}` to everything and keeps what it was asked, as it came. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Recorded = {
  method: string;
  /** Path as it came, still encoded. */
  path: string;
  /** `name=value` pairs as they came, still encoded, in their order. */
  query: string[];
  authorization: string | undefined;
  /** The OpenAI-Beta header. */
  beta: string | undefined;
  body: string;
};

export type RecordingServer = {
  /** With `/v1`. */
  baseUrl: string;
  /** What came since the last time this was asked. */
  take(): Recorded[];
  close(): Promise<void>;
};

export async function startRecordingServer(): Promise<RecordingServer> {
  const recorded: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path = '', query] = (request.url ?? '').split('?', 2);
    recorded.push({
      method: request.method ?? '',
      path,
      query: query ? query.split('&') : [],
      authorization: request.headers.authorization,
      beta: request.headers['openai-beta']?.toString(),
      body: Buffer.concat(chunks).toString('utf8'),
    });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    take: () => recorded.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
