/** What the caller is told of what the guard read: no more than the caller's own tools would tell. The rest is for people. */

import { riskOf } from '../approval/needs-approval.ts';
import { RISK_SENTENCES } from '../approval/summary.ts';
import type { PreparedWrite, WriteOutcome } from '../calls/prepared-write.ts';
import { ownCommand } from '../model/own-command.ts';
import { defined } from '../model/record.ts';
import { authorize } from '../policy/authorize.ts';
import { projectMembers } from '../policy/project-arguments.ts';
import type { Reader } from '../reading/reader.ts';
import { quote } from '../text/clean.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { Read } from './own-reader.ts';
import { nameOf, type Target } from './read-target.ts';

/** Whether the caller could have read this with a tool of their own. */
export type IsTheirs = (read: Read) => boolean;

export function theirsBy({ authority, tools }: Pick<GuardPorts, 'authority' | 'tools'>): IsTheirs {
  return ({ tool, values }) => {
    const projects = projectMembers(tool, tools).length > 0 ? 'unreadable' : [];
    return authorize({ tool, origin: 'caller', given: { values, clear: [], projects } }, authority).allowed;
  };
}

/** A reader that keeps what was read through it. */
export function noting(reader: Reader): { reader: Reader; reads: Read[] } {
  const reads: Read[] = [];
  return {
    reads,
    reader: {
      tools: reader.tools,
      get(tool, values) {
        reads.push({ tool, values });
        return reader.get(tool, values);
      },
      list(tool, values, ...rest) {
        reads.push({ tool, values });
        return reader.list(tool, values, ...rest);
      },
    },
  };
}

/** The target without what the caller's tools do not tell; `isHidden` where that is the thing itself. */
export function toldTarget(target: Target, isTheirs: IsTheirs): Target & { isHidden?: true } {
  const { id, unreadable, project, holder } = target;
  const isTold = (from: Read | undefined) => from === undefined || isTheirs(from);
  const known = isTold(project?.from) ? project : project && { id: project.id };
  const own = isTold(target.from);
  const { name: _, ...seen } = target;
  const name =
    (own && target.body && nameOf(target.body).name) || (id === known?.id ? known?.name : undefined);
  return {
    ...(own ? seen : { ...defined({ id, unreadable }), isHidden: true as const }),
    ...defined({
      name,
      project: known,
      holder: isTold(holder?.from) ? holder : holder && { id: holder.id },
    }),
  };
}

/**
 * An outcome other than sending, in words that hold nothing of the target that the caller is not told.
 * @param target was read before where a name of it can stand in the words, but for the name that somebody mistyped
 */
export async function toldOutcome(
  outcome: WriteOutcome,
  write: PreparedWrite,
  target: () => Promise<Target>,
  isTheirs: IsTheirs,
  reads: readonly Read[],
): Promise<WriteOutcome> {
  if (outcome.kind === 'refused') {
    if (!outcome.message.includes('"')) return outcome;
    const message = await target().then(
      (known) => withoutNames(outcome.message, hiddenNames(known, isTheirs)),
      () => outcome.message.replace(/"(?:[^"\\]|\\.)*"/g, 'its name'),
    );
    return { kind: 'refused', message };
  }
  if (outcome.kind !== 'withheld') return outcome;
  const { what, why } = outcome.result;
  const usual = usualReason(write);
  const isUsual = String(why).startsWith(usual) || reads.every(isTheirs);
  const names = hiddenNames(await target(), isTheirs);
  return {
    kind: 'withheld',
    result: {
      ...outcome.result,
      what: withoutNames(String(what), names),
      why: isUsual ? why : hiddenReason(write),
    },
  };
}

/** A refusal of what would lock somebody out; the reason itself where the caller could have found it. */
export function toldLockOut(reason: string, isTheirs: IsTheirs, reads: readonly Read[]): string {
  return reads.every(isTheirs)
    ? reason
    : `This would end a key that this server uses, or leave no owner of the organization who can sign in, or that cannot be ruled out. The tools that would show which are off here; the user sees the reason with ${ownCommand('audit tail')}. Store another key or make somebody else an owner first, or do this on platform.openai.com.`;
}

/** What a call of its kind may do, whatever was read. */
function usualReason({ tool, checked }: PreparedWrite): string {
  const { class: risk, because } = riskOf(tool, checked.values);
  return `${RISK_SENTENCES[risk]} ${because}`.trim();
}

/** What is asked for what was read of it is not what its kind does. */
function hiddenReason(write: PreparedWrite): string {
  return riskOf(write.tool, write.checked.values).class === 'reversible'
    ? "It may do more than calls of its kind do, such as give an owner's rights, stop traffic or end a warning; the tools that would show it are off here, and the user is shown it."
    : usualReason(write);
}

function hiddenNames(target: Target, isTheirs: IsTheirs): string[] {
  const told = toldTarget(target, isTheirs);
  const shown = [told.name, told.project?.name, told.holder?.name];
  const all = [target.name, target.project?.name, target.holder?.name];
  return all.flatMap((name) => (name === undefined || shown.includes(name) ? [] : [name]));
}

/** Names stand in our sentences in quotes, mostly with the ID in brackets behind them. */
function withoutNames(text: string, names: readonly string[]): string {
  return names.reduce((left, name) => {
    const quoted = quote(name);
    const parts = left.split(`${quoted} (`).map((part, at) => (at === 0 ? part : part.replace(')', '')));
    return parts.join('').replaceAll(quoted, 'its name');
  }, text);
}
