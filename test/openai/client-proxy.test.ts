/** A proxy is used where it is set and only there, its faults are told apart, and its password is never shown. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasOpenssl, makeCertificates } from './certificates.ts';
import { answer } from './fault-server.ts';
import { failure, GET, KEY, open, POST, send, serve, serveAnswer } from './fixture.ts';

type Proxy = { url: string; heads: string[] };

/** A proxy that notes each request head and, by default, tunnels every host to the port given. */
async function serveProxy(behave: number | ((socket: Socket) => void)): Promise<Proxy> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      heads.push(head.toString('latin1'));
      if (typeof behave === 'function') {
        behave(socket);
        return;
      }
      const upstream = connect(behave, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.pipe(upstream).pipe(socket);
      });
      sockets.add(upstream);
      upstream.on('error', () => socket.destroy());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heads };
}

describe.skipIf(!hasOpenssl())('an encrypted host', () => {
  const certificates = makeCertificates();
  afterAll(() => certificates.remove());
  const extraCaFile = certificates.authorityFile;
  const baseUrl = 'https://upstream.test/v1';
  const upstream = () =>
    serve(({ socket }) => socket.write(answer(200, '{"a":1}')), { tls: certificates.valid });

  it.each(['httpsProxy', 'httpProxy'] as const)('is reached through %s, by one tunnel', async (option) => {
    const server = await upstream();
    const proxy = await serveProxy(server.port);
    const client = open(baseUrl, { extraCaFile, proxy: { [option]: proxy.url } });
    for (let call = 0; call < 5; call++) expect(await send(client, POST)).toMatchObject({ body: { a: 1 } });
    expect(proxy.heads).toHaveLength(1);
    expect(proxy.heads[0]).toMatch(/^CONNECT upstream\.test:443 HTTP\/1\.1\r\n/);
    expect(proxy.heads[0]).not.toContain(KEY);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('is tunnelled with the name and password of the proxy, which the host does not see', async () => {
    const server = await upstream();
    const proxy = await serveProxy(server.port);
    const url = proxy.url.replace('//', '//ann:pass%20word@');
    await send(open(baseUrl, { extraCaFile, proxy: { httpsProxy: url } }), GET);
    expect(proxy.heads[0]).toContain(`Basic ${Buffer.from('ann:pass word').toString('base64')}`);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('with a wrong certificate behind a tunnel gets nothing', async () => {
    const server = await serve(() => undefined, { tls: certificates.otherHost });
    const proxy = await serveProxy(server.port);
    const error = await failure(send(open(baseUrl, { extraCaFile, proxy: { httpsProxy: proxy.url } }), POST));
    expect(error).toMatchObject({
      kind: 'network',
      outcome: 'not_sent',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(proxy.heads).toHaveLength(3);
    expect(server.requests).toHaveLength(0);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['wants a password', (socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'), '407'],
    ['refuses', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'), '403'],
    ['hangs up', (socket) => socket.end(), 'proxy closed'],
    ['breaks', (socket) => socket.resetAndDestroy(), 'proxy'],
    ['answers nonsense', (socket) => socket.end('nonsense\r\n'), 'did not answer in HTTP'],
  ])('behind a proxy that %s: three tries, nothing sent, no password shown', async (_, behave, words) => {
    const proxy = await serveProxy(behave);
    const url = proxy.url.replace('//', '//ann:secret-word@');
    const error = await failure(send(open(baseUrl, { proxy: { httpsProxy: url } }), POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent', retryable: true });
    expect(error.message).toContain(words);
    expect(`${error.stack}${error.cause}`).not.toContain('secret-word');
    expect(proxy.heads).toHaveLength(3);
  });

  it('behind a proxy that never answers: the total time holds, nothing sent', async () => {
    const proxy = await serveProxy(() => undefined);
    const client = open(baseUrl, { timeoutMilliseconds: 300, proxy: { httpsProxy: proxy.url } });
    expect(await failure(send(client, POST))).toMatchObject({ kind: 'timeout', outcome: 'not_sent' });
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['zeros', '\0\0\0\0\0\0\0\0\r\n\r\n'],
    ['a status line that is none', 'HTTP/1.1 fine\r\n\r\n'],
  ])('behind a proxy that answers %s: it is the proxy, nothing sent', async (_, rubbish) => {
    const proxy = await serveProxy((socket) => void socket.write(rubbish));
    const error = await failure(send(open(baseUrl, { proxy: { httpsProxy: proxy.url } }), POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent' });
    expect(error.message).toMatch(/proxy did not answer in HTTP.*HTTPS_PROXY/);
  });

  it('behind a proxy that is not there', async () => {
    const client = open(baseUrl, { proxy: { httpsProxy: 'http://ann:secret-word@127.0.0.1:9' } });
    const error = await failure(send(client, POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent', code: 'ECONNREFUSED' });
    expect(error.message).toContain('proxy');
    expect(`${error.stack}${error.cause}`).not.toContain('secret-word');
  });

  it('that NO_PROXY names is reached directly', async () => {
    const server = await upstream();
    const proxy = await serveProxy(server.port);
    const client = open(server.url, {
      extraCaFile,
      proxy: { httpsProxy: proxy.url, noProxy: 'x.test, 127.0.0.1' },
    });
    expect(await send(client, GET)).toMatchObject({ status: 200 });
    expect(proxy.heads).toHaveLength(0);
  });
});

it('this machine is not looked for behind a proxy elsewhere, but behind one that is here too', async () => {
  const server = await serveAnswer(200, '{}');
  const elsewhere = open(server.url, { proxy: { httpProxy: 'http://proxy.invalid:3128' } });
  expect(await send(elsewhere, GET)).toMatchObject({ status: 200 });
  const proxy = await serveProxy(server.port);
  expect(await send(open(server.url, { proxy: { httpProxy: proxy.url } }), GET)).toMatchObject({
    status: 200,
  });
  expect(proxy.heads).toHaveLength(1);
});

it('the environment is not read behind the back of the settings', async () => {
  const before = process.env.HTTPS_PROXY;
  process.env.HTTPS_PROXY = 'http://proxy.invalid:3128';
  onTestFinished(() => {
    if (before === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = before;
  });
  const server = await serveAnswer(200, '{}');
  const proxy = await serveProxy(server.port);
  expect(await send(open(server.url, { proxy: { httpProxy: proxy.url } }), GET)).toMatchObject({
    status: 200,
  });
});

it.each(['::', 'proxy:3128', 'ftp://proxy.example', 'http://ann:secret-word@'])(
  'a proxy URL of %j is said to be wrong, without its password',
  async (httpsProxy) => {
    const error = await failure(send(open('https://nowhere.invalid/v1', { proxy: { httpsProxy } }), GET));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent', retryable: false });
    expect(error.message).toContain('HTTPS_PROXY must be a URL');
    expect(`${error.stack}`).not.toContain('secret-word');
  },
);
