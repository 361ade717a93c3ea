/** Everything that passes a filtered stream is clean, whole and in order. */
import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterStream } from '../../src/redaction/filter-stream.ts';
import { rememberSecret } from '../../src/redaction/known-secrets.ts';

const KEY = 'sk-admin-Zq7Canary0aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9';
rememberSecret(KEY);

/** Percent-encoded letter by letter, which only dropping takes out. */
const DISGUISED = [...Buffer.from(KEY)].map((byte) => `%${byte.toString(16)}`).join('');

function filtered(revealed?: () => ReadonlySet<string>): { stream: PassThrough; text(): string } {
  const stream = new PassThrough({ encoding: 'utf8' });
  let text = '';
  stream.on('data', (part: string) => {
    text += part;
  });
  filterStream(stream, revealed);
  return { stream, text: () => text };
}

describe('a filtered stream', () => {
  test('passes texts and bytes on as they are, wherever bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.nat(9))), (parts) => {
        const { stream, text } = filtered();
        for (const [part, asBytes, cut] of parts) {
          const bytes = Buffer.from(part);
          if (asBytes) {
            stream.write(bytes.subarray(0, cut));
            stream.write(bytes.subarray(cut));
          } else stream.write(part);
        }
        expect(text()).toBe(parts.map(([part]) => part).join(''));
      }),
    );
  });

  test.each<[string, (stream: PassThrough) => void]>([
    ['a text', (stream) => stream.write(`key ${KEY}\n`)],
    ['bytes', (stream) => stream.write(Buffer.from(`key ${KEY}\n`))],
    ['hex', (stream) => stream.write(Buffer.from(`key ${KEY}\n`).toString('hex'), 'hex')],
    ['the last words', (stream) => stream.end(`key ${KEY}\n`)],
    ['the last words as bytes', (stream) => stream.end(Buffer.from(`key ${KEY}\n`), () => undefined)],
  ])('cleans %s', (_, write) => {
    const { stream, text } = filtered();
    write(stream);
    expect(text()).toBe('key [secret]\n');
  });

  test('shows less than half a key, however it is cut into writes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: KEY.length - 1 }), { maxLength: 5 }), (cuts) => {
        const { stream, text } = filtered();
        const edges = [0, ...cuts.sort((one, other) => one - other), KEY.length];
        edges.forEach((edge, position) => void stream.write(KEY.slice(edge, edges[position + 1] ?? edge)));
        const shown = text().replaceAll('[secret]', '').replaceAll('[key]', '');
        expect(shown.length).toBeLessThan(20);
        expect(KEY.startsWith(shown)).toBe(true);
      }),
    );
  });

  test('forgets what was written before at the end of a line', () => {
    const { stream, text } = filtered();
    stream.write(`${KEY.slice(0, 12)}\n`);
    stream.write(`${KEY.slice(12, 26)}\n`);
    expect(text()).toBe(`${KEY.slice(0, 12)}\n${KEY.slice(12, 26)}\n`);
  });

  test('leaves out the one line that cannot be cleaned, and says so', () => {
    const { stream, text } = filtered();
    stream.write(`one ${KEY}\ntwo ${DISGUISED}\nthree\n`);
    expect(text()).toBe(
      'one [secret]\n[A line was left out: it held a secret that could not be taken out of it.]\nthree\n',
    );
  });

  test('answers a JSON-RPC request whose answer cannot be cleaned', () => {
    const { stream, text } = filtered();
    const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
    stream.write(
      line({ id: 1, result: { text: 'fine' } }) +
        line({ id: 'a"b', result: { text: DISGUISED } }) +
        line({ id: DISGUISED, result: { text: KEY } }) +
        line({ method: 'notifications/message', params: { text: DISGUISED } }) +
        line({ id: 3, method: 'elicitation/create', params: { message: DISGUISED } }) +
        line({ id: 4, result: { text: KEY } }),
    );
    const error = { code: -32603, message: expect.stringContaining('was dropped') };
    expect(
      text()
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one)),
    ).toEqual([
      { jsonrpc: '2.0', id: 1, result: { text: 'fine' } },
      { jsonrpc: '2.0', id: 'a"b', error },
      { jsonrpc: '2.0', id: null, error },
      { jsonrpc: '2.0', id: 4, result: { text: '[secret]' } },
    ]);
  });

  test('lets through what is revealed when it is written', () => {
    const revealed = new Set<string>();
    const { stream, text } = filtered(() => revealed);
    stream.write(`${KEY}\n`);
    revealed.add(KEY);
    stream.write(`${KEY}\n`);
    expect(text()).toBe(`[secret]\n${KEY}\n`);
  });

  test('keeps callbacks, their errors, and the word on a full buffer', async () => {
    const stream = new Writable({
      highWaterMark: 4,
      write: (_chunk, _encoding, done) => void setTimeout(done, 1),
    });
    filterStream(stream);
    expect(stream.write('abcdef')).toBe(false);
    await new Promise<void>((resolve) => stream.write(`${KEY}\n`, 'utf8', () => resolve()));
    await new Promise<void>((resolve) => stream.write(Buffer.from(`${DISGUISED}\n`), () => resolve()));
    await new Promise<void>((resolve) => stream.end(resolve));
    stream.on('error', () => undefined);
    expect(await new Promise((resolve) => stream.write('late', resolve))).toBeInstanceOf(Error);
  });
});
