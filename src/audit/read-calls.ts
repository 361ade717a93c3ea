/** Reading the audit trail as calls: an intent with what came of it, for a person or as data. */
import { isRecord } from '../model/record.ts';
import { oneLine, shortened } from '../text/clean.ts';
import { tidyValue } from './entry-text.ts';
import { parseLine } from './hashed-line.ts';

/** Fields as in docs/audit.md; those of an altered trail may be anything. */
export type AuditedCall = { intent: Record<string, unknown>; outcome?: Record<string, unknown> };

export type AuditedCalls = {
  /** Oldest first. */
  calls: AuditedCall[];
  /** Lines that were altered, or which a crash cut off. */
  unreadable: number;
  /** Number of the last line that can be read. */
  lastSeq: number;
};

export function readCalls(trail: Buffer): AuditedCalls {
  const calls = new Map<unknown, AuditedCall>();
  let unreadable = 0;
  let lastSeq = 0;
  for (let from = 0; from < trail.length; ) {
    const lineBreak = trail.indexOf(0x0a, from);
    const end = lineBreak === -1 ? trail.length : lineBreak;
    const line = parseLine(trail.subarray(from, end), undefined);
    from = end + 1;
    if (line === undefined) {
      unreadable += 1;
      continue;
    }
    lastSeq = line.seq;
    const fields = tidyValue(line.fields, (text) => text) as Record<string, unknown>;
    const intended = calls.get(fields.call);
    if (fields.kind === 'outcome' && intended !== undefined) intended.outcome = fields;
    else
      calls.set(
        fields.call,
        fields.kind === 'outcome' ? { intent: {}, outcome: fields } : { intent: fields },
      );
  }
  return { calls: [...calls.values()], unreadable, lastSeq };
}

/** One line: time, profile, client, tool, target, arguments, decision, approver, outcome, request id, reason. */
export function describeCall({ intent, outcome }: AuditedCall): string {
  const { target, decision, approved_by: approver, reason, left_out: leftOut } = intent;
  const { id, name } = isRecord(target) ? target : {};
  const cells = [
    word(intent.time ?? outcome?.time),
    word(intent.profile),
    word(intent.client),
    word(intent.tool),
    word(id),
    name === undefined ? '' : `"${word(name)}"`,
    argumentsOf(intent, id),
    `${word(decision)}${approver === undefined ? '' : ` by ${word(approver)}`}`,
    outcome === undefined
      ? missingOutcome(decision)
      : `${word(outcome.outcome)} ${word(outcome.status)}`.trim(),
    word(outcome?.request_id),
    word(reason ?? outcome?.note ?? leftOut),
  ];
  return cells.filter((cell) => cell !== '').join('  ');
}

const MAX_ARGUMENTS_LENGTH = 120;

/** The arguments as name=value, without the one that is the target's id; what is no object, as it was given. */
function argumentsOf({ arguments: given }: Record<string, unknown>, targetId: unknown): string {
  if (!isRecord(given)) return shortened(word(given), MAX_ARGUMENTS_LENGTH);
  const pairs = Object.entries(given)
    .filter(([, value]) => value !== targetId)
    .map(([name, value]) => `${name}=${isPlain(value) ? value : JSON.stringify(value)}`);
  return shortened(word(pairs.join(' ')), MAX_ARGUMENTS_LENGTH);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value);
}

const SENT_DECISIONS = ['allowed', 'approved', 'pre-approved'];

/** Only what was to be sent has an outcome; without one the server ended in between. */
function missingOutcome(decision: unknown): string {
  return wasToBeSent(decision) ? 'no outcome recorded' : '';
}

export function wasToBeSent(decision: unknown): boolean {
  return SENT_DECISIONS.includes(String(decision));
}

/** A field on one visible line, without what would look like the next field. */
function word(value: unknown): string {
  if (value === undefined || value === null) return '';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value), Number.POSITIVE_INFINITY).trim();
}
