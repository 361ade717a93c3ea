/** The decision about one call with its arguments: reads what the policy's rules need to know, then asks for it. */
import { isRecord } from '../model/record.ts';
import { authorize, type Decision } from '../policy/authorize.ts';
import { neededFacts } from '../policy/policy-rules.ts';
import { projectMembers, type ReadProjects } from '../policy/project-arguments.ts';
import type { CurrentValues } from '../policy/value-condition.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { Target } from './read-target.ts';

type Ports = Pick<GuardPorts, 'authority' | 'principal' | 'tools'>;

/**
 * @param target reads what the call acts on; what cannot be read counts as the rules have it
 * @param origin what a report or a job does is decided as its caller's, whatever the list shows
 */
export async function decide(
  call: PreparedCall,
  { authority, principal, tools }: Ports,
  target: () => Promise<Target>,
  origin: 'caller' | 'report' | 'job' = 'caller',
): Promise<Decision> {
  const { tool, checked } = call;
  // What is off altogether is not read about.
  const offered = authorize({ tool, origin }, authority);
  const { policies = [] } = authority;
  if (!offered.allowed || policies.length === 0) return offered;
  const needs = neededFacts(policies, tool, checked.values);
  const members = projectMembers(tool, tools);
  const given = {
    values: checked.values,
    clear: checked.clear,
    ...(needs.current && { current: await currentOf(target) }),
    projects: needs.projects ? await projectsOf(call, members, principal, target) : ([] as const),
  };
  return authorize({ tool, origin, given }, authority);
}

async function currentOf(target: () => Promise<Target>): Promise<CurrentValues> {
  try {
    return (await target()).body ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Those of its key where no argument names one, and those that its record names. */
async function projectsOf(
  { request: { key } }: PreparedCall,
  members: readonly string[],
  principal: GuardPorts['principal'],
  target: () => Promise<Target>,
): Promise<ReadProjects> {
  try {
    if (key.class === 'project' && key.projectId === undefined) {
      const { project } = await principal(key);
      return project === undefined ? 'unreadable' : [project];
    }
    if (members.length === 0) return [];
    const { body } = await target();
    const named = members.map((member) => idsIn(body?.[member]));
    return named.some((ids) => ids === undefined) ? 'unreadable' : named.flatMap((ids) => ids ?? []);
  } catch {
    return 'unreadable';
  }
}

/** An ID, a record with one, or a list of these; undefined for anything else. */
function idsIn(value: unknown): string[] | undefined {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    const all = value.map(idsIn);
    return all.some((ids) => ids === undefined) ? undefined : all.flatMap((ids) => ids ?? []);
  }
  return isRecord(value) && typeof value.id === 'string' ? [value.id] : undefined;
}
