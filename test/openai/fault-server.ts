/** A server on loopback that answers with exactly the bytes, silences and resets that a test tells it to. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export type ReceivedRequest = {
  /** First line: method, target, version. */
  line: string;
  headers: Record<string, string>;
  body: string;
  socket: Socket;
  /** 1 for the first request that the server got. */
  number: number;
};

export type FaultServer = {
  port: number;
  url: string;
  /** Every request that arrived whole, in order. */
  requests: ReceivedRequest[];
  /** How many connections were opened so far. */
  connections: () => number;
  /** Resolves when no connection is open any more. */
  idle: () => Promise<void>;
  close: () => Promise<void>;
};

export type FaultServerOptions = {
  respond: (request: ReceivedRequest) => void;
  /** Called before anything is read; may destroy the socket. */
  onConnection?: (socket: Socket) => void;
  tls?: { key: string; cert: string };
};

/** An HTTP/1.1 response as text, with a right content-length unless the headers give one. */
export function answer(status: number, body = '', headers: Record<string, string> = {}): string {
  const all: Record<string, string> = { 'content-type': 'application/json', ...headers };
  const names = Object.keys(all).map((name) => name.toLowerCase());
  if (!names.includes('content-length') && !names.includes('transfer-encoding') && status !== 204) {
    all['content-length'] = String(Buffer.byteLength(body));
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n${body}`;
}

function parse(
  buffer: Buffer,
): { request: Omit<ReceivedRequest, 'socket' | 'number'>; rest: Buffer } | undefined {
  const end = buffer.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = buffer.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((text) => {
      const colon = text.indexOf(':');
      return [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()];
    }),
  );
  const length = Number(headers['content-length'] ?? 0);
  if (buffer.length < end + 4 + length) return undefined;
  const body = buffer.subarray(end + 4, end + 4 + length).toString('utf8');
  return { request: { line, headers, body }, rest: buffer.subarray(end + 4 + length) };
}

export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const serve = (socket: Socket): void => {
    let pending: Buffer = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (let parsed = parse(pending); parsed; parsed = parse(pending)) {
        pending = parsed.rest;
        const request = { ...parsed.request, socket, number: requests.length + 1 };
        requests.push(request);
        options.respond(request);
      }
    });
  };
  const server: Server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  server.on('tlsClientError', () => undefined);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      server.emit('socket closed');
    });
    options.onConnection?.(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/v1`,
    requests,
    connections: () => connections,
    async idle() {
      while (sockets.size > 0) await once(server, 'socket closed');
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
