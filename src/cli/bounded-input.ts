/** That no line on stdin takes the memory, and none ends the connection: one that is too long is answered and passed over. */
import { CODE, type Refusal, readableId } from './protocol-error.ts';
import { TopLevelMembers } from './top-level-members.ts';

/** Far more than arguments of tools have. The MCP library gives up a connection at 10 MB. */
const MAX_LINE_BYTES = 4_000_000;

const MESSAGE =
  'The message was longer than 4 MB and was not read, so nothing was done. Pass less in one call: fewer or shorter values.';

export type LinePorts = {
  /** Is given each line with its end. */
  take(line: Buffer): void;
  /** Is given the answer to one that is too long. */
  refuse(refusal: Refusal): void;
};

/** Makes lines of what comes in; what it returns is to be given every chunk. */
export function boundedInput({ take, refuse }: LinePorts): (chunk: Buffer) => void {
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

  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, end + 1));
      from = end + 1;
      const [only] = line;
      if (skipped !== undefined) refuse(refusalOf(skipped));
      else take(line.length === 1 && only ? only : Buffer.concat(line));
      line = [];
      length = 0;
      skipped = undefined;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  };
}

function refusalOf({ id = 'null' }: TopLevelMembers): Refusal {
  return { id: readableId({ id: JSON.parse(id) }), code: CODE.invalidRequest, message: MESSAGE };
}
