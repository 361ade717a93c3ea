/** What became of a step whose end nobody saw: read back, so that nothing is sent twice. */
import { setTimeout as delay } from 'node:timers/promises';
import { mintsSecret } from '../approval/needs-approval.ts';
import type { StepState } from '../jobs/job-record.ts';
import { isRecord } from '../model/record.ts';
import { lookUpCreate } from './look-up-create.ts';
import type { Target } from './read-target.ts';
import { refusalKind } from './refused-reads.ts';
import type { WriteContext } from './write-context.ts';

/** A create that a process did not see the end of may arrive so much later. */
const ARRIVES_MILLISECONDS = 5_000;

/** A list is searched this far for what was deleted. */
const MAX_PAGES = 20;

export type Settled = Extract<StepState, { kind: 'done' }> | 'undone' | 'open';

/** A write that was sent: when, in milliseconds since 1970, and how its step is told. */
export type SentStep = { context: WriteContext; since: number; of: string };

/** Done; or not, so that it may be sent; `open` where that cannot be told. Never rejects. */
export async function settleStep(sent: SentStep, target: () => Promise<Target>): Promise<Settled> {
  const { context, since } = sent;
  const { write, ports, signal } = context;
  const { tool, checked, request } = write;
  try {
    switch (tool.method) {
      case 'create': {
        const rest = Math.min(since + ARRIVES_MILLISECONDS - ports.now(), ARRIVES_MILLISECONDS);
        if (rest > 0) await delay(rest, undefined, { signal });
        return await madeSince(sent);
      }
      case 'delete':
        return await deletedNow(context, await target());
      case 'update': {
        if (mintsSecret(tool, checked.values)) return 'open';
        const { body } = await target();
        // What nobody can read is set once more: to the same values.
        return body !== undefined && holds(body, request.body) ? { kind: 'done' } : 'undone';
      }
      default:
        return 'open';
    }
  } catch (error) {
    return tool.method === 'delete' && refusalKind(error) === 'not_found' ? { kind: 'done' } : 'open';
  }
}

/**
 * Whether what a create makes is there, and as it was asked for. A plan makes nothing that was there before, so the one
 * that is alike is it.
 */
export async function madeSince({ context, since, of }: SentStep): Promise<Settled> {
  const { tool, checked, request } = context.write;
  const { result, ids, item } = await lookUpCreate(context, Math.floor(since / 1000));
  if (result === 'not_found') return 'undone';
  const [id] = ids;
  if (item === undefined || id === undefined) return 'open';
  // The same person with another role is there, and not as it was asked for.
  if (!holds(item, commonOf(item, request.body ?? {}))) return 'undone';
  const told = mintsSecret(tool, checked.values) && { of, note: LOST };
  return { kind: 'done', made: { id }, ...(told && { told }) };
}

const LOST = 'its secret was lost with the answer: delete it and make another';

/** What a list shows of a thing under the same names as it was asked for; emails are compared by the look-up. */
function commonOf(item: Record<string, unknown>, body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) => name !== 'email' && typeof value !== 'object' && name in item,
    ),
  );
}

async function deletedNow(
  { write, reader }: WriteContext,
  { body, from, isUnset }: Target,
): Promise<Settled> {
  if (isUnset) return { kind: 'done' };
  if (body !== undefined || from?.tool.method !== 'list') return 'undone';
  const id = Object.values(write.checked.values).at(-1);
  const { items, complete } = await reader.list(from.tool, from.values, MAX_PAGES);
  const isThere = items.some((item) => Object.values(item).includes(id));
  // Deleting what is gone already changes nothing, so in doubt it is sent again.
  return complete && !isThere ? { kind: 'done' } : 'undone';
}

/** Whether what is there has everything that was sent; the order of a list says nothing. */
function holds(there: unknown, sent: unknown): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(there) &&
      there.length === sent.length &&
      sent.every((one) => there.some((other) => holds(other, one)))
    );
  }
  if (!isRecord(sent)) return there === sent;
  return isRecord(there) && Object.entries(sent).every(([name, value]) => holds(there[name], value));
}
