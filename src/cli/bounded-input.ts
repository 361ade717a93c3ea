/** That no line on stdin takes the memory, and none ends the connection: one that is too long is answered and passed over. */
import { Transform, type TransformCallback } from 'node:stream';
import { CODE, type Refusal, readableId } from './protocol-error.ts';

/** Far more than arguments of tools have. The MCP library gives up a connection at 10 MB. */
const MAX_LINE_BYTES = 4_000_000;

/** Enough to see what a message is, at either end of it. */
const SEEN_BYTES = 4096;

const MESSAGE =
  'The message was longer than 4 MB and was not read, so nothing was done. Pass less in one call: fewer or shorter values.';

/** Where the id stands before anything that can hold other names, or behind it. */
const FIRST_MEMBERS = /^\s*\{\s*(?:"(?:jsonrpc|id)"\s*:\s*(?:"[^"\\]*"|-?\d+)\s*,\s*)*"method"\s*:/;
const LAST_ID = /[,{\s]"id"\s*:\s*("[^"\\]*"|-?\d+)\s*\}\s*$/;
const FIRST_ID = /"id"\s*:\s*("[^"\\]*"|-?\d+)/;

/** What comes in, one line a chunk. @param refuse is given the answer to one that is too long */
export function boundedInput(refuse: (refusal: Refusal) => void): Transform {
  let line: Buffer[] = [];
  let length = 0;
  /** Of a line that is passed over: how it began, and its end so far. */
  let skipped: { start: Buffer; end: Buffer } | undefined;

  function add(part: Buffer): void {
    length += part.length;
    if (skipped !== undefined) {
      skipped.end = Buffer.concat([skipped.end, part.subarray(-SEEN_BYTES)]).subarray(-SEEN_BYTES);
      return;
    }
    line.push(part);
    if (length <= MAX_LINE_BYTES) return;
    const whole = Buffer.concat(line);
    skipped = {
      start: Buffer.from(whole.subarray(0, SEEN_BYTES)),
      end: Buffer.from(whole.subarray(-SEEN_BYTES)),
    };
    line = [];
  }

  return new Transform({
    readableObjectMode: true,
    // Lines can be long, and behind this one others wait in the pipe.
    readableHighWaterMark: 1,
    transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback) {
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, end + 1));
        from = end + 1;
        if (skipped === undefined) this.push(line.length === 1 ? line[0] : Buffer.concat(line));
        else refuseLine(skipped, refuse);
        line = [];
        length = 0;
        skipped = undefined;
      }
      if (from < chunk.length) add(chunk.subarray(from));
      done();
    },
  });
}

function refuseLine(
  { start, end }: { start: Buffer; end: Buffer },
  refuse: (refusal: Refusal) => void,
): void {
  const head = start.toString('utf8');
  const first = FIRST_MEMBERS.exec(head)?.[0];
  // A response, or nothing that can be told: nobody waits, or nobody knows that it is meant.
  const found =
    first === undefined ? undefined : (FIRST_ID.exec(first) ?? LAST_ID.exec(end.toString('utf8')));
  const id = readableId({ id: JSON.parse(found?.[1] ?? 'null') });
  refuse({ id, code: CODE.invalidRequest, message: MESSAGE });
}
