/** That no line on stdin takes the memory, and none ends the connection: one that is too long is answered and passed over. */
import { Transform, type TransformCallback } from 'node:stream';
import { CODE, type Refusal, readableId } from './protocol-error.ts';
import { TopLevelMembers } from './top-level-members.ts';

/** Far more than arguments of tools have. The MCP library gives up a connection at 10 MB. */
const MAX_LINE_BYTES = 4_000_000;

const MESSAGE =
  'The message was longer than 4 MB and was not read, so nothing was done. Pass less in one call: fewer or shorter values.';

/** What comes in, one line a chunk. @param refuse is given the answer to one that is too long */
export function boundedInput(refuse: (refusal: Refusal) => void): Transform {
  let line: Buffer[] = [];
  let length = 0;
  /** Of a line that is passed over. */
  let skipped: TopLevelMembers | undefined;

  function add(part: Buffer): void {
    length += part.length;
    if (skipped === undefined) line.push(part);
    else skipped.read(part);
    if (skipped !== undefined || length <= MAX_LINE_BYTES) return;
    skipped = new TopLevelMembers();
    for (const one of line) skipped.read(one);
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
        else refuse(refusalOf(skipped));
        line = [];
        length = 0;
        skipped = undefined;
      }
      if (from < chunk.length) add(chunk.subarray(from));
      done();
    },
  });
}

function refusalOf({ id = 'null' }: TopLevelMembers): Refusal {
  return { id: readableId({ id: JSON.parse(id) }), code: CODE.invalidRequest, message: MESSAGE };
}
