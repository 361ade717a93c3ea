/** Writing the audit trail: a line on the disk before anything is sent, and one for what came of it. */
import { closeSync, constants, fstatSync, fsyncSync, readSync, writeFileSync } from 'node:fs';
import type { StateFolder } from '../state/state-folder.ts';
import { auditUnwritable } from './audit-unwritable.ts';
import { type Continuation, continueTrail } from './continue-trail.ts';
import { tidyArguments, tidyText, tidyValue } from './entry-text.ts';
import { formatLine, HEAD_FILE, type Head, parseHead, START, TRAIL_FILE } from './hashed-line.ts';

export type AuditTrail = {
  /**
   * Finds out, before anything is sent, whether lines can be written.
   * @throws AuditUnwritable with a message that says what to do
   */
  check(): Promise<void>;
  /**
   * Writes a line about a call before it is sent, or about its refusal; it is on the disk afterwards.
   * @returns the id that joins the outcome to it
   * @throws AuditUnwritable
   */
  intent(entry: Intent): Promise<string>;
  /**
   * Writes what came of the call with this id; it is on the disk afterwards.
   * @throws AuditUnwritable
   */
  outcome(call: string, entry: CallOutcome): Promise<void>;
};

export type Intent = {
  profile: string;
  client: string;
  tool: string;
  /** An object, or what a client gave in place of one. */
  arguments: unknown;
  /** `allowed`, `approved`, `pre-approved`, `asked`, `planned`, `granted`, `dry_run`, `refused` or `invalid` */
  decision: string;
  approved_by?: string;
  reason?: string;
  target?: { id: string; name?: string };
};

export type CallOutcome = {
  /** `done`, `rejected`, `unknown`, `not_sent` or what else the caller tells apart */
  outcome: string;
  status?: number;
  request_id?: string;
  note?: string;
};

/** Nothing is read or created before the first call. @param inputs.now milliseconds since 1970 */
export function openAuditTrail({ state, now }: { state: StateFolder; now(): number }): AuditTrail {
  const append = (fields?: Record<string, unknown>) =>
    state
      .locked(() => underLock(state, now, fields))
      .catch((error: unknown) => {
        throw auditUnwritable(state.path, error);
      });
  return {
    check: () => append(),
    async intent({ arguments: given, ...entry }) {
      const call = process.getBuiltinModule('node:crypto').randomBytes(8).toString('hex');
      const tidy = tidyFields(entry, state.clean);
      await append({ kind: 'intent', call, ...tidy, arguments: tidyArguments(given, state.clean) });
      return call;
    },
    outcome: (call, entry) =>
      append({ kind: 'outcome', call: tidyText(call, state.clean), ...tidyFields(entry, state.clean) }),
  };
}

function tidyFields(entry: object, clean: (text: string) => string): Record<string, unknown> {
  return tidyValue(entry, clean) as Record<string, unknown>;
}

/** Without `fields` everything is done but writing the line. */
function underLock(state: StateFolder, now: () => number, fields?: Record<string, unknown>): void {
  const descriptor = state.open(TRAIL_FILE, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
  try {
    const { head, unended, torn, headLost } = endOf(state, descriptor);
    if (fields === undefined) return;
    const time = new Date(now()).toISOString();
    const marks = { ...(torn && { torn }), ...(headLost && { head_lost: true }) };
    const seq = head.seq + 1;
    const { text, hash } = formatLine(
      withoutSecrets({ seq, time, ...fields, ...marks, prev: head.hash }, state.clean),
    );
    writeFileSync(descriptor, `${unended ? '\n' : ''}${text}\n`);
    fsyncSync(descriptor);
    writeHead(state, { seq, hash, bytes: fstatSync(descriptor).size });
  } finally {
    closeSync(descriptor);
  }
}

/** Where the trail goes on; the head file tells the truth afterwards, unless it was lost. */
function endOf(state: StateFolder, descriptor: number): Continuation {
  const size = fstatSync(descriptor).size;
  const text = state.read(HEAD_FILE);
  const isNew = text === undefined && size === 0;
  // The first line is not written before there is a head: a trail without one has lost it.
  if (isNew) writeHead(state, START);
  const head = isNew ? START : parseHead(text ?? '');
  const tail = read(descriptor, head?.bytes ?? 0, size);
  const endsLine = size === 0 || read(descriptor, size - 1, size)[0] === 0x0a;
  const found = continueTrail(head, tail, size, endsLine);
  if (!found.adopted) return found;
  if (found.unended) {
    writeFileSync(descriptor, '\n');
    fsyncSync(descriptor);
  }
  if (!found.headLost) writeHead(state, found.head);
  return { ...found, unended: false };
}

function writeHead(state: StateFolder, head: Head): void {
  state.write(HEAD_FILE, `${JSON.stringify(head)}\n`);
}

function read(descriptor: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(Math.max(to - from, 0));
  for (let done = 0; done < bytes.length; ) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, from + done);
    if (count === 0) return bytes.subarray(0, done);
    done += count;
  }
  return bytes;
}

/** Secrets were taken out of every string; what still looks like one, read as a line, is left out as a whole. */
function withoutSecrets(
  fields: Record<string, unknown>,
  clean: (text: string) => string,
): Record<string, unknown> {
  const isClean = (line: Record<string, unknown>) => clean(JSON.stringify(line)) === JSON.stringify(line);
  if (isClean(fields)) return fields;
  const { arguments: given, target, reason, note, ...rest } = fields;
  const shorter = { ...rest, left_out: 'what looked like a secret' };
  if (isClean(shorter)) return shorter;
  throw new Error('a secret could not be taken out of a line');
}
