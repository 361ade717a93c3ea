/** Whether a changed or removed spend alert warns nobody any more whom it would have warned. */
import type Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { quote } from '../text/clean.ts';
import { exactNumber } from '../tools/exact-number.ts';
import type { Effect, OperationCase } from './effect.ts';
import { type MonthSpend, readMonthSpend } from './spend.ts';

const SILENT = 'Nobody is warned of this spend any more until it is set back.';

export async function removesAlert({ target }: OperationCase): Promise<Effect> {
  const { body: now } = await target();
  const warned = recipientsOf(now?.notification_channel);
  const whom = warned === undefined ? 'who was, could not be read' : `so far it warns ${told(warned)}`;
  return {
    class: 'costly',
    risk: 'This alert warns nobody any more until it is created again.',
    because: `It removes a guard: nobody is warned of what is spent; ${whom}.`,
  };
}

/** A threshold this many times what the month will come to is no warning. */
const FAR_ABOVE = 2;

export async function silencesAlert(one: OperationCase): Promise<Effect | undefined> {
  const body = one.write.request.body ?? {};
  const { body: now } = await one.target();
  const before = recipientsOf(now?.notification_channel);
  const after = recipientsOf(body.notification_channel) ?? [];
  const gone = before?.filter((recipient) => !after.includes(recipient)) ?? [];
  if (before === undefined || after.length === 0 || gone.length === before.length) {
    const who =
      before === undefined
        ? 'Who was warned so far could not be read.'
        : `None of those who were warned so far is warned any more: ${told(before)}.`;
    return { class: 'costly', risk: after.length === 0 ? SILENT : SILENT_TO_THEM, because: who };
  }
  const raised = await raisedTooFar(
    one,
    exactNumber(now?.threshold_amount),
    exactNumber(body.threshold_amount),
  );
  if (raised !== undefined) return { class: 'costly', risk: SILENT, because: raised };
  if (gone.length === 0) return undefined;
  return {
    class: 'reversible',
    risk: 'This can be undone.',
    because: `${told(gone)} will not be warned any more; others still are.`,
  };
}

const SILENT_TO_THEM = 'Who was warned of this spend so far is not any more, until it is set back.';

/** Why the alert is as good as gone at its new threshold; thresholds are in cents. */
async function raisedTooFar(
  { ids, reader, nowSeconds }: OperationCase,
  before: Big | undefined,
  after: Big | undefined,
): Promise<string | undefined> {
  if (before && after?.lte(before)) return undefined;
  const [alertOrProject, isOfProject] = ids;
  const spend = await readMonthSpend(nowSeconds, isOfProject && alertOrProject, reader);
  if (before === undefined || after === undefined || spend === undefined) {
    return 'Whether the new threshold is still reached is unknown: the former one or the spend could not be read.';
  }
  return whyTooFar(before.div(100), after.div(100), spend);
}

function whyTooFar(before: Big, after: Big, { spent, monthEnd }: MonthSpend): string | undefined {
  const amounts = `$${spent.toFixed(2)} are spent this month, at this pace $${monthEnd.toFixed(2)} by its end`;
  if (after.gt(monthEnd) && before.lte(monthEnd)) {
    return `${amounts}: $${before.toFixed(2)} is reached, and $${after.toFixed(2)} is not.`;
  }
  return after.gt(monthEnd.times(FAR_ABOVE))
    ? `${amounts}: $${after.toFixed(2)} is far above that.`
    : undefined;
}

function recipientsOf(channel: unknown): string[] | undefined {
  if (!isRecord(channel) || !Array.isArray(channel.recipients)) return undefined;
  return channel.recipients.map((recipient) => String(recipient).toLowerCase());
}

function told(recipients: readonly string[]): string {
  return recipients.length === 0 ? 'nobody' : recipients.map((recipient) => quote(recipient)).join(', ');
}
