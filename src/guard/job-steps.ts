/** From a job's step to the write that is sent for it: its tool, and values in place of what earlier steps make. */
import { isListed, isMade, type JobStep, type Made } from '../jobs/job.ts';
import type { KeptJob } from '../jobs/job-record.ts';
import { isRecord } from '../model/record.ts';
import { type Reader, toolAt } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { parametersOf, shapeOf } from '../specs/record-source.ts';
import { quote } from '../text/clean.ts';
import { type PreparedCall, prepareCall } from '../tools/build-request.ts';
import { checkArguments } from '../tools/check-arguments.ts';
import { checkPathValues } from '../tools/path-values.ts';

/** A list is searched this far for one entry. */
const MAX_PAGES = 20;

/** A write whose thing is not there: the step is left out, with the reason. */
export class NothingToChange extends Error {}

/** @throws ArgumentError for what no call may send either */
export function prepareStep(
  { method, path, given }: JobStep,
  tools: readonly ToolSpec[],
  nowMilliseconds: number,
): PreparedCall {
  const tool = tools.find((one) => one.method === method && shapeOf(one.endpoint.path) === shapeOf(path));
  if (tool === undefined) throw new Error(`No tool does ${method} ${path}`);
  const checked = checkArguments(tool, given, nowMilliseconds);
  checkPathValues(tool, checked.values);
  return prepareCall(tool, checked);
}

/** The step with words in place of what is not made yet: for the picture, and never sent. */
export function foreseen(step: JobStep): JobStep {
  return {
    ...step,
    given: mapped(step.given, (value) =>
      isMade(value) ? `made-by-step-${value.madeBy + 1}` : isListed(value) ? `id-of-${value.value}` : value,
    ),
  };
}

/** Whether an earlier step makes what this one acts on. */
export function actsOnMade({ given }: JobStep): boolean {
  return holds(given, (value) => isMade(value) || isListed(value));
}

/**
 * The step with the values that earlier steps made.
 * @throws NothingToChange where what it acts on is not there
 */
export async function resolved(step: JobStep, job: KeptJob, reader: Reader): Promise<JobStep> {
  const made = ({ madeBy, member }: Made): string => {
    const state = job.states[madeBy];
    const value = state?.kind === 'done' ? state.made?.[member] : undefined;
    if (value === undefined) throw new NothingToChange(`step ${madeBy + 1} did not make it`);
    return value;
  };
  const entries = await Promise.all(
    Object.entries(step.given).map(async ([name, value]) => {
      if (!isListed(value)) return [name, mapped(value, (one) => (isMade(one) ? made(one) : one))] as const;
      const ids = value.ids.map((id) => (isMade(id) ? made(id) : id));
      return [name, await idInList(value, ids, reader)] as const;
    }),
  );
  return { ...step, given: Object.fromEntries(entries) };
}

async function idInList(
  { listedAt, member, value }: { listedAt: string; member: string; value: string },
  ids: readonly string[],
  reader: Reader,
): Promise<string> {
  const named = Object.fromEntries(parametersOf(listedAt).map((name, position) => [name, ids[position]]));
  const place = toolAt(reader, 'list', listedAt, named);
  if (place === undefined) throw new NothingToChange(`no tool lists ${listedAt}`);
  const { items } = await reader.list(place.tool, place.values, MAX_PAGES, ['id', member]);
  const found = items.find((item) => item[member] === value);
  if (typeof found?.id !== 'string') throw new NothingToChange(`no entry is called ${quote(value)}`);
  return found.id;
}

/** The members of what a step made that others of the job need, and its ID. */
export function neededOf(body: unknown, index: number, steps: readonly JobStep[]): Record<string, string> {
  const members = new Set(['id']);
  holds(
    steps.map(({ given }) => given),
    (value) => {
      if (isMade(value) && value.madeBy === index) members.add(value.member);
      return false;
    },
  );
  return Object.fromEntries(
    [...members].flatMap((member) => {
      const value = member
        .split('.')
        .reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), body);
      return typeof value === 'string' ? [[member, value]] : [];
    }),
  );
}

function mapped<T>(value: T, change: (value: unknown) => unknown): T {
  const changed = change(value);
  if (changed !== value) return changed as T;
  if (Array.isArray(value)) return value.map((item) => mapped(item, change)) as T;
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mapped(member, change)]),
  ) as T;
}

function holds(value: unknown, is: (value: unknown) => boolean): boolean {
  if (is(value)) return true;
  if (Array.isArray(value)) return value.some((item) => holds(item, is));
  return isRecord(value) && Object.values(value).some((member) => holds(member, is));
}

/** The step as a person reads it. */
export function tellStep({ about, item }: Pick<JobStep, 'about' | 'item'>): string {
  return item === undefined ? about : `${about}, ${item}`;
}

export function stepTold({ steps }: KeptJob, index: number): string {
  return tellStep(steps[index] ?? { about: '' });
}
