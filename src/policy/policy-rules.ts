/** What policy files say about a call: deny beats approve beats allow, and the strictest file counts. */
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { CheckedArguments } from '../tools/check-arguments.ts';
import { membersBelow } from './argument-names.ts';
import { type ReadProjects, touchedProjects } from './project-arguments.ts';
import { type CurrentValues, meets, type ValueCondition } from './value-condition.ts';

/** One policy file, its patterns already resolved to the names of tools. Plain data. */
export type Policy = { rules: Rule[] };

export type RuleKind = 'deny' | 'approve' | 'allow';

/** A rule matches a call when everything that it says holds. */
export type Rule = {
  kind: RuleKind;
  tools: ReadonlySet<string>;
  projects?: readonly string[];
  /** By argument name, at any depth. */
  values?: Readonly<Record<string, ValueCondition>>;
  because?: string;
  /** Where it stands, such as `policy.yaml:12`. */
  place: string;
};

/** A checked call. `clear` names the arguments that will be emptied. */
export type PolicyCall = {
  tool: ToolSpec;
  values: CheckedArguments['values'];
  clear: readonly string[];
  /** What is changed, as the API answers it now; needed when `neededFacts` says so. */
  current?: CurrentValues;
  /** Needed when `neededFacts` says so; 'unreadable' where it was not looked for. */
  projects: ReadProjects;
};

/** `rule` is its place. `none`: no rule speaks of the call, so what else is set decides. */
export type PolicyDecision = { decision: RuleKind | 'none'; because?: string; rule?: string };

const STRICTEST_FIRST = ['deny', 'approve', 'none', 'allow'] as const;

/**
 * What cannot be decided (a present value that cannot be read, a project that is not named) counts as matching for
 * deny and approve and as not matching for allow. A call is pre-approved only if every file allows it.
 */
export function decideByPolicy(policies: readonly Policy[], call: PolicyCall): PolicyDecision {
  const answers = policies.map((policy) => decideByFile(policy, call));
  const strictest = STRICTEST_FIRST.flatMap((kind) => answers.filter((answer) => answer.decision === kind));
  return strictest[0] ?? { decision: 'none' };
}

function decideByFile(policy: Policy, call: PolicyCall): PolicyDecision {
  for (const kind of ['deny', 'approve', 'allow'] as const) {
    const rule = policy.rules.find((candidate) => candidate.kind === kind && matches(candidate, call));
    if (rule !== undefined) return tellRule(rule);
  }
  return { decision: 'none' };
}

/** The rule by which no call of the tool can pass, so that the tool need not be shown. */
export function deniedAlways(policies: readonly Policy[], tool: ToolSpec): PolicyDecision | undefined {
  const rule = policies
    .flatMap((policy) => policy.rules)
    .find(
      ({ kind, tools, projects, values }) =>
        kind === 'deny' && tools.has(tool.name) && projects === undefined && values === undefined,
    );
  return rule && tellRule(rule);
}

/** What has to be read before the rules can be held against a call. */
export function neededFacts(
  policies: readonly Policy[],
  tool: ToolSpec,
  values: CheckedArguments['values'],
): { current: boolean; projects: boolean } {
  const rules = policies.flatMap((policy) => policy.rules).filter((rule) => rule.tools.has(tool.name));
  const comparesWithNow = ([name, condition]: [string, ValueCondition]) =>
    condition.changed_by_more_than_percent !== undefined && values[name] !== undefined;
  return {
    current: rules.some((rule) => Object.entries(rule.values ?? {}).some(comparesWithNow)),
    projects: rules.some((rule) => rule.projects !== undefined),
  };
}

/** The refusal of a denied call, for its caller. */
export function describeDenial(
  tool: ToolSpec,
  { because, rule }: PolicyDecision,
  projects?: ReadProjects,
): string {
  const reason = because ?? 'Whoever keeps that file can change the rule.';
  const unknown =
    projects === 'unreadable'
      ? ' Which project this belongs to could not be read, so it counts as that one.'
      : '';
  return `${tool.name} is denied by the policy (${rule}); nothing was sent.${unknown} ${reason}`;
}

function tellRule({ kind, because, place }: Rule): PolicyDecision {
  return { decision: kind, rule: place, ...defined({ because }) };
}

function matches(rule: Rule, call: PolicyCall): boolean {
  if (!rule.tools.has(call.tool.name)) return false;
  const whenUnknown = rule.kind !== 'allow';
  if (rule.kind === 'allow' && rule.values !== undefined && setsMore(rule.values, call)) return false;
  return (
    (rule.projects === undefined || matchesProjects(rule.projects, call, whenUnknown)) &&
    Object.entries(rule.values ?? {}).every(([name, condition]) => meets(condition, name, call, whenUnknown))
  );
}

/** One of them is enough to deny or to ask; to allow, the call must name projects and all must be listed. */
function matchesProjects(listed: readonly string[], call: PolicyCall, whenUnknown: boolean): boolean {
  const { ids, unnamed } = touchedProjects(call.tool, call.values, call.projects);
  if (whenUnknown) return unnamed || ids.some((id) => listed.includes(id));
  return !unnamed && ids.length > 0 && ids.every((id) => listed.includes(id));
}

/** Whether a call sets something optional that an allow rule does not speak of, so cannot have meant to allow. */
function setsMore(named: object, { tool, values, clear }: PolicyCall): boolean {
  return Object.entries(tool.params).some(([name, param]) => {
    const isSet = values[name] !== undefined || clear.includes(name);
    if (param.in !== 'body' || param.required || !isSet) return false;
    const names = [name, ...membersBelow(param).map(([member]) => member)];
    return !names.some((member) => Object.hasOwn(named, member));
  });
}
