/** A whole job in one picture: what it comes to first, the most dangerous step first, equal steps in one line. */
import { harmOf, mintsSecret, riskOf } from '../approval/needs-approval.ts';
import type { Principal, Summary } from '../approval/plan.ts';
import { requestLines } from '../approval/request-lines.ts';
import { accountOf, isTypeable, RISK_SENTENCES } from '../approval/summary.ts';
import type { JobStep, PlannedJob } from '../jobs/job.ts';
import type { ApiRequest } from '../model/api-request.ts';
import type { Approvable } from '../policy/authorize.ts';
import { oneLine, shortened } from '../text/clean.ts';
import { showInvisible } from '../text/shown-form.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import type { Effect } from './effect.ts';
import { actsOnMade, tellStep } from './job-steps.ts';

/** A step as it was judged; `effect` where more is known than what calls of its kind may do. */
export type JudgedStep = {
  step: JobStep;
  write: PreparedCall;
  policy: Approvable;
  effect?: Effect | undefined;
  /** Digest of what it acts on, as it was seen. */
  seen?: string;
};

/** Longer names leave no room for the rest in the first rows of a question. */
const SHORT = 60;

export function pictureOf(
  { what, brief, notes, reach = [], asks }: PlannedJob,
  judged: readonly JudgedStep[],
  principal: Principal,
  secretsGoTo: string,
): Summary {
  const { ordered, risk, above, below } = gravityOf(judged);
  const minting = judged.some(({ write: { tool, checked } }) => mintsSecret(tool, checked.values));
  const asked = judged.flatMap(({ policy }) => (policy.decision === 'approve' ? [askedBy(policy)] : []));
  const told = shown(what);
  const short = shortened(told, SHORT);
  return {
    what: told,
    shorter: { whole: [], cut: [short] },
    extents: [[countOf(judged.length), ...brief.map(shown)]],
    risk,
    because: [...(asks === undefined ? [] : [asks]), ...above.map(shown), ...new Set(asked)].join(' '),
    changes: [...linesOf(ordered.map(({ step }) => step)), ...notes.map((note) => `Not done: ${note}`)].map(
      shown,
    ),
    reach: [...reach, ...below].map(shown),
    request: requestsIn(judged.map(({ write }) => write.request)),
    account: accountOf(principal, minting ? secretsGoTo : undefined),
  };
}

/**
 * The steps with the gravest first, its risk, and why: `above` what holds for all of them, `below` what was read of
 * single things. The worst of these stands above.
 */
export function gravityOf(judged: readonly JudgedStep[]): {
  ordered: JudgedStep[];
  risk: string;
  above: string[];
  below: string[];
} {
  const ordered = [...judged].sort((one, other) => harmOf(riskIn(other).class) - harmOf(riskIn(one).class));
  const grave = ordered.filter((one, at) => at === 0 || riskIn(one).class !== 'reversible');
  const isMany = judged.length > 1;
  const reasons = [...new Set(grave.map((one) => whyOf(one, isMany)))].filter(Boolean);
  const single = new Set(isMany ? grave.flatMap((one) => (one.effect ? [whyOf(one, true)] : [])) : []);
  const isAbove = (reason: string, at: number) => at === 0 || !single.has(reason);
  return {
    ordered,
    risk: ordered[0] === undefined ? RISK_SENTENCES.reversible : riskIn(ordered[0]).risk,
    above: reasons.filter(isAbove),
    below: reasons.filter((reason, at) => !isAbove(reason, at)),
  };
}

/** With the thing that it is about, where there are others. */
function whyOf(one: JudgedStep, isMany: boolean): string {
  const { because } = riskIn(one);
  if (one.effect === undefined || !isMany || because === '') return because;
  return `${tellStep(one.step)}: ${because}`;
}

/** Names of models and of people stand in these lines: none of them begins another line or hides a letter. */
function shown(line: string): string {
  return oneLine(line, Number.POSITIVE_INFINITY);
}

/** The first of these that can be typed. */
export function typedForJob({ names }: PlannedJob, tool: string): string {
  return names.find(isTypeable) ?? tool;
}

const MOST_ITEMS = 20;

/** A line for all steps of one kind of change, with the things that it is made to. */
export function linesOf(steps: readonly JobStep[], mostItems = MOST_ITEMS): string[] {
  const groups = new Map<string, { about: string; change: string; items: string[]; count: number }>();
  for (const { about, change, item } of steps) {
    const key = JSON.stringify([about, change]);
    const group = groups.get(key) ?? { about, change, items: [], count: 0 };
    group.count += 1;
    if (item !== undefined) group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ about, change, items, count }) => {
    const more = items.length - mostItems;
    const listed = items.slice(0, mostItems).join(', ');
    const named = items.length === 0 ? '' : ` (${listed}${more > 0 ? ` and ${more} more` : ''})`;
    const times = count > 1 ? `${count} x ` : '';
    return `${times}${about}${change === '' ? '' : `: ${change}`}${named}`;
  });
}

/** Requests that differ in nothing but the thing at the end of their path stand together. */
function requestsIn(requests: readonly ApiRequest[]): string[] {
  const groups = new Map<string, { first: ApiRequest; ends: string[] }>();
  for (const request of requests) {
    const cut = request.path.lastIndexOf('/') + 1;
    const key = JSON.stringify([request.method, request.path.slice(0, cut), request.query, request.body]);
    const group = groups.get(key) ?? { first: request, ends: [] };
    group.ends.push(request.path.slice(cut));
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ first, ends }) => {
    if (ends.length === 1) return requestLines(first);
    const [line = '', ...body] = requestLines({
      ...first,
      path: first.path.slice(0, first.path.lastIndexOf('/')),
    });
    return [`${line}/... (${ends.length}): ${ends.map(showInvisible).join(', ')}`, ...body];
  });
}

function riskIn({ step, write: { tool, checked }, effect }: JudgedStep): Effect {
  if (effect !== undefined) return effect;
  const { class: risk, because } = riskOf(tool, checked.values);
  if (actsOnMade(step) && (risk === 'stops_traffic' || risk === 'costly')) {
    return {
      class: 'reversible',
      risk: RISK_SENTENCES.reversible,
      because: 'Nothing uses a new project yet.',
    };
  }
  return { class: risk, risk: RISK_SENTENCES[risk], because };
}

function countOf(count: number): string {
  return `${count} ${count === 1 ? 'write' : 'writes'}`;
}

function askedBy({ rule, because }: Approvable): string {
  return `The policy (${rule}) asks for approval.${because ? ` ${because}` : ''}`;
}
