/** Writing the audit trail: a line on the disk before anything is sent, and one for what came of it. */
import { closeSync, constants, fstatSync, fsyncSync, writeFileSync } from 'node:fs';
import { openSeal, type Seal } from '../state/seal.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { AuditNotHandedOn, auditNotHandedOn, auditUnwritable } from './audit-unwritable.ts';
import { type Continuation, continueTrail } from './continue-trail.ts';
import { tidyArguments, tidyText, tidyValue } from './entry-text.ts';
import {
  formatHead,
  formatLine,
  type Head,
  type KeptHead,
  parseHead,
  parseLine,
  START,
  type TrailLine,
} from './hashed-line.ts';
import { findTrail, HEAD_FILE, putAside, TRAIL_FILE, type TrailFiles } from './trail-files.ts';

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
  /** The job that the write is a step of. */
  job?: string;
};

export type CallOutcome = {
  /** `done`, `rejected`, `unknown`, `not_sent` or what else the caller tells apart */
  outcome: string;
  status?: number;
  request_id?: string;
  note?: string;
};

/** A larger file is put aside, and the chain goes on in the next. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Takes a line, line break included, to a second place; what comes back is why it could not. */
export type LineReceiver = (line: string) => Promise<string | undefined>;

export type AuditInputs = {
  state: StateFolder;
  /** Milliseconds since 1970. */
  now(): number;
  maxFileBytes?: number;
  /** Each has every line before what it tells of happens. */
  receivers?: readonly LineReceiver[];
};

/** Nothing is read or created before the first call. */
export function openAuditTrail({
  state,
  now,
  maxFileBytes = MAX_FILE_BYTES,
  receivers = [],
}: AuditInputs): AuditTrail {
  const append = (fields?: Record<string, unknown>) =>
    state
      .locked(() => underLock(state, now, maxFileBytes, fields))
      .catch((error: unknown) => {
        throw auditUnwritable(state.path, error);
      });
  /** Outside the lock, so that a slow command holds no other server up. */
  const appendAndHandOn = async (fields: Record<string, unknown>) => {
    const line = (await append(fields)) ?? '';
    const answers = await Promise.all(receivers.map((receive) => receive(line)));
    const fault = answers.find((answer) => answer !== undefined);
    if (fault !== undefined) throw auditNotHandedOn(fault);
  };
  return {
    check: async () => void (await append()),
    async intent({ arguments: given, ...entry }) {
      const call = process.getBuiltinModule('node:crypto').randomBytes(8).toString('hex');
      const tidy = tidyFields(entry, state.clean);
      const fields = { kind: 'intent', call, ...tidy, arguments: tidyArguments(given, state.clean) };
      try {
        await appendAndHandOn(fields);
      } catch (error) {
        // What the line speaks of does not happen, and the line alone would say that it may have.
        if (error instanceof AuditNotHandedOn) {
          await append({
            kind: 'outcome',
            call,
            outcome: 'not_sent',
            note: tidyText(error.message, state.clean),
          });
        }
        throw error;
      }
      return call;
    },
    outcome: (call, entry) =>
      appendAndHandOn({
        kind: 'outcome',
        call: tidyText(call, state.clean),
        ...tidyFields(entry, state.clean),
      }),
  };
}

function tidyFields(entry: object, clean: (text: string) => string): Record<string, unknown> {
  return tidyValue(entry, clean) as Record<string, unknown>;
}

/** Without `fields` everything is done but writing the line. @returns the line, if one was written */
function underLock(
  state: StateFolder,
  now: () => number,
  maxFileBytes: number,
  fields?: Record<string, unknown>,
): string | undefined {
  const seal = openSeal(state);
  const open = () => state.open(TRAIL_FILE, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT);
  let descriptor = open();
  try {
    let files = findTrail(state);
    const { head, unended, torn, headLost } = endOf(state, files, descriptor, seal);
    if (fields === undefined) return undefined;
    if (files.size - files.start >= maxFileBytes && torn === undefined && !headLost) {
      closeSync(descriptor);
      putAside(state, head.seq);
      descriptor = open();
      files = findTrail(state);
    }
    const time = new Date(now()).toISOString();
    const marks = { ...(torn && { torn }), ...(headLost && { head_lost: true }) };
    const seq = head.seq + 1;
    const { text, hash } = formatLine(
      withoutSecrets({ seq, time, ...fields, ...marks, prev: head.hash }, state.clean),
      seal,
    );
    writeFileSync(descriptor, `${unended ? '\n' : ''}${text}\n`);
    fsyncSync(descriptor);
    writeHead(state, { seq, hash, bytes: files.start + fstatSync(descriptor).size }, seal);
    return `${text}\n`;
  } finally {
    closeSync(descriptor);
  }
}

/** Where the trail goes on; the head file tells the truth afterwards, unless it was lost. */
function endOf(state: StateFolder, files: TrailFiles, descriptor: number, seal: Seal): Continuation {
  const { size } = files;
  const text = state.read(HEAD_FILE)?.slice(0, MAX_HEAD_CHARACTERS);
  const isNew = text === undefined && size === 0;
  // The first line is not written before there is a head: a trail without one has lost it.
  if (isNew) writeHead(state, START, seal);
  const head: KeptHead | undefined = isNew ? { ...START, standing: 'signed' } : parseHead(text ?? '', seal);
  const trail = {
    head,
    counted: lineAt(files, head?.bytes ?? 0, seal),
    tail: files.read(head?.bytes ?? 0, size),
    size,
    endsLine: size === 0 || files.read(size - 1, size)[0] === LINE_BREAK,
  };
  const found = continueTrail(trail, seal);
  if (!found.adopted) return found;
  if (found.unended) {
    writeFileSync(descriptor, '\n');
    fsyncSync(descriptor);
  }
  if (!found.headLost) writeHead(state, found.head, seal);
  return { ...found, unended: false };
}

/** Far more than a head has; reading a damaged one of megabytes as JSON takes seconds. */
const MAX_HEAD_CHARACTERS = 10_000;

const LINE_BREAK = 0x0a;

/** More than any line has, its line break and that of the line before included. */
const LINE_BYTES = 32 * 1024;

/** The line that ends at this place of the trail. */
function lineAt(files: TrailFiles, end: number, seal: Seal): TrailLine | undefined {
  const bytes = files.read(Math.max(end - LINE_BYTES, 0), end);
  if (end > files.size || bytes.at(-1) !== LINE_BREAK) return undefined;
  return parseLine(bytes.subarray(bytes.lastIndexOf(LINE_BREAK, -2) + 1, -1), seal);
}

function writeHead(state: StateFolder, head: Head, seal: Seal): void {
  state.write(HEAD_FILE, formatHead(head, seal));
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
