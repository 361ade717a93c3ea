/** That nothing is written to a stream before known secrets and keys have been taken out of it. */
import { StringDecoder } from 'node:string_decoder';
import { redact } from './redact.ts';

type Callback = (error?: Error | null) => void;

/** Longer than any secret in any spelling: what has to be seen again to find one split over two writes. */
const LOOK_BACK = 2048;

const LEFT_OUT = '[A line was left out: it held a secret that could not be taken out of it.]\n';

const LOST_ANSWER =
  'The answer held a secret that could not be taken out of it, so it was dropped. If this was a write, it may have been carried out: look before repeating it. Otherwise ask for less, or for something else.';

/**
 * Puts the filter in front of `write` and `end`, for whoever uses them. A text that needs no cleaning is passed on
 * as it came. A line that cannot be cleaned is left out; where it was a JSON-RPC answer, an error with its id takes
 * its place, so that no client waits for ever.
 *
 * A secret in two writes is found where they share a line: all of the second part goes, and of the first what is
 * longer than 19 characters. A line in several writes of which one is left out does not become a JSON-RPC error.
 * @param revealed secrets that may pass here; asked at every write
 */
export function filterStream(stream: NodeJS.WritableStream, revealed?: () => ReadonlySet<string>): void {
  const write = stream.write.bind(stream) as (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Callback,
    callback?: Callback,
  ) => boolean;
  const end = stream.end.bind(stream);
  const decoder = new StringDecoder('utf8');
  let before = '';

  function textOf(chunk: string | Uint8Array, encoding: unknown): string {
    if (typeof chunk !== 'string')
      return decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const isText = typeof encoding !== 'string' || /^utf-?8$/i.test(encoding);
    return decoder.end() + (isText ? chunk : Buffer.from(chunk, encoding as BufferEncoding).toString('utf8'));
  }

  function cleaned(text: string): string {
    const except = revealed?.();
    const options = { ...(except && { except }), before };
    const clean = redact(text, options);
    const lineStart = text.lastIndexOf('\n') + 1;
    before = ((lineStart === 0 ? before : '') + text.slice(lineStart)).slice(-LOOK_BACK);
    if (clean === text || (clean !== undefined && isWhole(text, clean))) return clean;
    return text.replace(/[^\n]+\n?/g, (line, at: number) => {
      const cleanLine = redact(line, at === 0 ? options : { ...options, before: '' });
      return cleanLine !== undefined && isWhole(line, cleanLine) ? cleanLine : replacementOf(line, except);
    });
  }

  stream.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback) => {
    const done = typeof encoding === 'function' ? encoding : callback;
    const text = textOf(chunk, encoding);
    const clean = cleaned(text);
    return typeof chunk === 'string' && clean === chunk
      ? write(chunk, encoding, callback)
      : write(clean, done);
  };
  stream.end = ((chunk?: unknown, encoding?: unknown, callback?: unknown) => {
    if (typeof chunk === 'function') return end(chunk as () => void);
    if (chunk !== undefined && chunk !== null) stream.write(chunk as string, encoding as BufferEncoding);
    return end((typeof encoding === 'function' ? encoding : callback) as (() => void) | undefined);
  }) as typeof stream.end;
}

/** Whether a line that was JSON still is: cleaning may have taken half of an escape. */
function isWhole(before: string, clean: string): boolean {
  return (
    !before.startsWith('{') ||
    clean.split('\n').every((line) => line === '' || parsed(line) !== undefined) ||
    parsed(before) === undefined
  );
}

/** What is written instead of a line. */
function replacementOf(line: string, except: ReadonlySet<string> | undefined): string {
  const message = parsed(line);
  if (message?.jsonrpc !== '2.0') return LEFT_OUT;
  // Nobody waits for a notification, and a request of ours must not be answered by ourselves.
  if (message.id === undefined || message.method !== undefined) return '';
  const id = JSON.stringify(message.id);
  const shown = redact(id, { ...(except && { except }) }) === id ? message.id : null;
  return `${JSON.stringify({ jsonrpc: '2.0', id: shown, error: { code: -32603, message: LOST_ANSWER } })}\n`;
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    // Not JSON: an ordinary text, or a part of a line.
    return undefined;
  }
}
