/** Whether one write needs a person's approval, and the picture that the person sees. */
import { mintsSecret, needsApproval, type PolicyAnswer } from '../approval/needs-approval.ts';
import { callDigest, type Principal } from '../approval/plan.ts';
import { nameCreated, summaryOf, typedFor } from '../approval/summary.ts';
import type { PolicyDecision } from '../policy/policy-rules.ts';
import { quote } from '../text/clean.ts';
import { askPerson, decidedAlready } from './ask-person.ts';
import { type Approval, refused } from './asked-by-way.ts';
import { calledIn } from './called.ts';
import { brieflySet, describeChanges } from './dry-run.ts';
import type { Effect } from './effect.ts';
import { effectOf } from './effects.ts';
import { describeImpact } from './impact.ts';
import { once, seenDigest, type Target } from './read-target.ts';
import type { WriteContext } from './write-context.ts';

export async function seekApproval(
  context: WriteContext,
  policy: PolicyDecision & { decision: PolicyAnswer },
  principal: Principal,
  target: () => Promise<Target>,
): Promise<Approval> {
  const { write, ports, reader } = context;
  const { tool, checked, request } = write;
  // Read for the decision only where nothing else makes it, since an approved call comes by here again.
  const effect = once(() => effectWhere(policy.decision, context, target));
  const isAsked =
    needsApproval(tool, checked.values, ports.mode, policy.decision) ||
    needsApproval(tool, checked.values, ports.mode, policy.decision, (await effect())?.class);
  if (!isAsked) {
    const isByPolicy = policy.decision === 'allow';
    return {
      granted: true,
      decision: isByPolicy ? 'pre-approved' : 'allowed',
      ...(isByPolicy && { by: `policy (${policy.rule})` }),
    };
  }
  const call = callDigest(tool.name, request, principal);
  const decided = await decidedAlready(call, context);
  if (decided !== undefined) return decided;
  const seen = await target();
  // OpenAI would refuse it, so nobody needs to read what it is.
  if (seen.project?.isArchived) return refused(archived(seen.project));
  const digest = seenDigest(tool, seen);
  const reach =
    tool.method === 'create'
      ? { brief: [], minor: [], lines: [] }
      : await describeImpact(seen, checked.values, {
          reader,
          ends: tool.method !== 'update',
          keyInUse: ports.keyInUse,
          nowSeconds: ports.now() / 1000,
        });
  const changes = describeChanges(write, seen);
  const called = await calledIn(write, reader);
  const summary = summaryOf(write, seen, {
    changes: [...changes, ...called.map(({ told }) => told)],
    sets: brieflySet(write, seen, { changes, created: nameCreated(write), called }),
    reach,
    askedBy: askedByPolicy(policy),
    principal,
    effect: await effect(),
    secretGoesTo: mintsSecret(tool, checked.values)
      ? (ports.keeper?.place ?? 'this conversation')
      : undefined,
  });
  const typed = typedFor(write, seen);
  return askPerson({ tool: tool.name, call, target: digest, summary, typed }, context);
}

/** Read only where it may decide something, or is told. */
export async function effectWhere(
  decision: PolicyAnswer,
  { write, ports, reader }: WriteContext,
  target: () => Promise<Target>,
): Promise<Effect | undefined> {
  if (decision === 'allow' || (decision === 'none' && ports.mode === 'off')) return undefined;
  return effectOf({ write, target, reader, nowSeconds: ports.now() / 1000 });
}

function archived({ id, name }: NonNullable<Target['project']>): string {
  return `Project ${name === undefined ? id : `${quote(name)} (${id})`} is archived, so nothing in it can be changed. Nothing was sent; name an active project, as list_projects shows them.`;
}

/** Why a person is asked for what would run without one; the rule's own words are the administrator's. */
function askedByPolicy({ decision, rule, because }: PolicyDecision): string {
  return decision === 'approve'
    ? `The policy (${rule}) asks for approval.${because ? ` ${because}` : ''}`
    : '';
}
