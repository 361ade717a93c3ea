/** A loopback server that gives one answer to everything until it is told another one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Given = { text: string; status?: number; type?: string };

export type AnsweringServer = {
  /** With `/v1`. */
  baseUrl: string;
  answerWith(given: Given): void;
  close(): Promise<void>;
};

export async function startAnsweringServer(): Promise<AnsweringServer> {
  let next: Given = { text: '{}' };
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { text, status = 200, type = 'application/json' } = next;
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    answerWith: (given) => {
      next = given;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
