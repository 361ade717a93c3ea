/** Encryption faults are told apart, and additional authorities are trusted besides the usual ones. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasOpenssl, makeCertificates } from './certificates.ts';
import { answer } from './fault-server.ts';
import { failure, GET, open, POST, send, serve } from './fixture.ts';

describe.skipIf(!hasOpenssl())('with certificates made by openssl', () => {
  const certificates = makeCertificates();
  afterAll(() => certificates.remove());
  const { authorityFile } = certificates;
  const ok = ({ socket }: { socket: { write: (text: string) => unknown } }): unknown =>
    socket.write(answer(200, '{"a":1}'));

  it('an authority from a file is trusted, over one connection', async () => {
    const server = await serve(ok, { tls: certificates.valid });
    const client = open(server.url, { extraCaFile: authorityFile });
    for (let call = 0; call < 5; call++) expect(await send(client, POST)).toMatchObject({ body: { a: 1 } });
    expect(server.connections()).toBe(1);
  });

  it.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'valid', false, '--ca-file'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'selfSigned', false, '--ca-file'],
    ['CERT_HAS_EXPIRED', 'expired', true, 'expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'otherHost', true, 'another host'],
  ] as const)('%s is said so, and nothing is sent', async (code, name, trusted, words) => {
    const server = await serve(ok, { tls: certificates[name] });
    const client = open(server.url, trusted ? { extraCaFile: authorityFile } : {});
    const error = await failure(send(client, POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent', code });
    expect(error.message).toContain(words);
    expect(server.requests).toHaveLength(0);
    expect(server.connections()).toBe(3);
  });

  it('a file among several authorities works, a damaged or empty one is said so before anything is sent', async () => {
    const server = await serve(ok, { tls: certificates.valid });
    const both = `${authorityFile}.both`;
    writeFileSync(both, `a comment\n${certificates.selfSigned.cert}`);
    appendFileSync(both, readFileSync(authorityFile));
    expect(await send(open(server.url, { extraCaFile: both }), GET)).toMatchObject({ status: 200 });
    for (const [text, words] of [
      ['nothing', 'no certificate'],
      ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'damaged'],
    ] as const) {
      writeFileSync(both, text);
      const client = open(server.url, { extraCaFile: both });
      const error = await failure(send(client, GET));
      expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent', retryable: false });
      expect(error.message).toContain(words);
      // Repaired while the program runs.
      writeFileSync(both, readFileSync(authorityFile));
      expect(await send(client, GET)).toMatchObject({ status: 200 });
    }
    const missing = await failure(send(open(server.url, { extraCaFile: '/nonexistent.pem' }), GET));
    expect(missing.message).toContain('ENOENT');
  });

  // In a process of its own: node reads this variable when it starts.
  it.each([
    ['alone', false],
    ['beside a file', true],
  ])('authorities of NODE_EXTRA_CA_CERTS are trusted, %s', async (_, besideFile) => {
    const server = await serve(ok, { tls: certificates.valid });
    const other = `${authorityFile}.other`;
    writeFileSync(other, certificates.selfSigned.cert);
    const files = besideFile ? { extraCaFile: other, nodeExtraCaFile: authorityFile } : {};
    const script = `
      import { createClient } from ${JSON.stringify(new URL('../../src/openai/client.ts', import.meta.url).href)};
      const client = createClient({ baseUrl: '${server.url}', timeoutMilliseconds: 60000, proxy: {}, userAgent: 'test', runtime: { now: Date.now, monotonic: () => performance.now(), random: Math.random }, ...${JSON.stringify(files)} });
      const { status } = await client.send({ method: 'GET', path: '/x', query: '', key: { class: 'admin' }, safe: true }, { apiKey: 'sk-x' });
      process.stdout.write(String(status));
      await client.close();`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: authorityFile } },
    );
    expect(stdout).toBe('200');
  });
});

it('a server that does not speak TLS is said so', async () => {
  const server = await serve(() => undefined, {
    onConnection: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  });
  const error = await failure(send(open(server.url.replace('http:', 'https:')), POST));
  expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent' });
  expect(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']).toContain(error.code);
  expect(error.message).toContain('does not speak TLS');
});

describe.skipIf(!hasOpenssl())('a server of another age', () => {
  const certificates = makeCertificates();
  afterAll(() => certificates.remove());

  it.each(['TLSv1', 'TLSv1.1'] as const)('that speaks %s alone is said so', async (version) => {
    const server = createServer({
      ...certificates.valid,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const client = open(`https://127.0.0.1:${port}/v1`, { extraCaFile: certificates.authorityFile });
    const error = await failure(send(client, POST));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent' });
    expect(error.message).toMatch(/old version of TLS/);
  });
});

it('what is not HTTP is said so, and a write may have been carried out', async () => {
  const server = await serve(({ socket }) => void socket.end('220 mail.example ESMTP\r\n'));
  const read = await failure(send(open(server.url), GET));
  expect(read).toMatchObject({ kind: 'network', outcome: 'unknown' });
  expect(read.message).toMatch(/is not HTTP.*base URL/);
  const write = await failure(send(open(server.url), POST));
  expect(write.message).toMatch(/is not HTTP.*may have been carried out/);
});
