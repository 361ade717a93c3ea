/** The one decision whether something may be done: for lists, for every call and look-up, and for what the guard reads. */

import { ownCommand } from '../model/own-command.ts';
import type { ToolFilter } from '../model/tool-filter.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { chooses, excludedBy, hasTag, hiddenBy, keptFromJob } from './filter.ts';
import {
  decideByPolicy,
  deniedAlways,
  describeDenial,
  type Policy,
  type PolicyCall,
  type PolicyDecision,
} from './policy-rules.ts';

/** What is to be done. */
export type Call = {
  tool: ToolSpec;
  /**
   * The guard reads by itself what its checks and its pictures need: filters and the policy are about callers. A report
   * reads, and a job writes, for the caller: all holds but which tools the list shows.
   */
  origin: 'caller' | 'guard' | 'report' | 'job';
  /** Checked arguments, and what was read about them; absent where the tool alone is in question, as for the list. */
  given?: Omit<PolicyCall, 'tool'>;
};

/** Allowed, and what the policy says of it; or refused: `reason` is for the caller, `brief` the same for a summary. */
export type Decision =
  | { allowed: true; policy: Approvable }
  | { allowed: false; reason: string; brief: string };

/** A policy's answer to what it does not deny. */
export type Approvable = PolicyDecision & { decision: 'approve' | 'allow' | 'none' };

/** What the decision rests on. */
export type Authority = {
  /** Every source narrows: a tool has to pass all of them. */
  filters: ToolFilter[];
  /** Every policy file; what one of them denies whatever the arguments is off. */
  policies?: Policy[];
  /** Served when no source selects tools by tag or name; `core` when absent. */
  defaultTag?: 'core' | 'all';
  hasAdminKey: boolean;
  hasProjectKey: boolean;
  /** Why a class of key is missing and how to add one, where more is known than that. */
  missingKeys?: { admin?: string; project?: string };
};

const NOT_MENTIONED: Approvable = { decision: 'none' };

export function authorize({ tool, origin, given }: Call, authority: Authority): Decision {
  if (tool.outOfScope !== undefined) return refuse(tool.outOfScope, 'outside the pinned projects');
  if (origin === 'guard') return { allowed: true, policy: NOT_MENTIONED };
  const policies = authority.policies ?? [];
  const denial = deniedAlways(policies, tool);
  if (denial !== undefined) return refuse(describeDenial(tool, denial), 'denied by the policy');
  const hidden = origin === 'caller' ? whyHidden(tool, authority) : whyKept(tool, origin, authority);
  if (hidden !== undefined) return hidden;
  const { decision, ...rule } = given ? decideByPolicy(policies, { tool, ...given }) : NOT_MENTIONED;
  if (decision === 'deny') {
    return refuse(describeDenial(tool, { decision, ...rule }, given?.projects), 'denied by the policy');
  }
  return { allowed: true, policy: { decision, ...rule } };
}

function whyHidden(tool: ToolSpec, authority: Authority): Decision | undefined {
  if (!selects(authority) && !isDefault(tool, authority)) {
    const reason = `${tool.name} is not among the default tools. Whoever starts the server adds it to them with --tags core,${tool.family}; --tags ${tool.family} alone replaces the default set, and --tags all has everything.`;
    return refuse(reason, 'not in the default set; --tags all adds them');
  }
  for (const filter of authority.filters) {
    const by = hiddenBy(filter, tool);
    if (by !== undefined)
      return refuse(`${tool.name} is switched off by ${by}; nothing was sent.`, `switched off by ${by}`);
  }
  return whyNoKey(tool, authority);
}

/** The same for what a report reads or a job does: what is excluded stays so, and what is only not chosen for the list may be used. */
function whyKept(tool: ToolSpec, origin: 'report' | 'job', authority: Authority): Decision | undefined {
  for (const filter of authority.filters) {
    const by = excludedBy(filter, tool) ?? (origin === 'job' ? keptFromJob(filter, tool) : undefined);
    if (by !== undefined) return refuse(`${tool.name} is switched off by ${by}.`, `switched off by ${by}`);
  }
  return whyNoKey(tool, authority);
}

function whyNoKey(tool: ToolSpec, authority: Authority): Decision | undefined {
  if (tool.key === 'admin' && !authority.hasAdminKey) {
    return refuse(missingKey(tool, authority.missingKeys?.admin), 'no admin key');
  }
  if (tool.key === 'project' && !authority.hasProjectKey) {
    return refuse(missingKey(tool, authority.missingKeys?.project), 'no project key');
  }
  return undefined;
}

/** Whether a caller may use the tool at all. */
export function isOffered(tool: ToolSpec, authority: Authority): boolean {
  return authorize({ tool, origin: 'caller' }, authority).allowed;
}

/**
 * Whether tags, names or the default set choose the tool at all: what is chosen and refused all the same was taken away
 * by something else.
 */
export function isChosen(tool: ToolSpec, authority: Authority): boolean {
  return selects(authority)
    ? authority.filters.every((filter) => chooses(filter, tool))
    : isDefault(tool, authority);
}

function selects({ filters }: Authority): boolean {
  return filters.some((filter) => filter.tags !== undefined || filter.tools !== undefined);
}

function isDefault(tool: ToolSpec, { defaultTag = 'core' }: Authority): boolean {
  return hasTag(tool, defaultTag);
}

function missingKey(tool: ToolSpec, notice = `The user adds one with: ${ownCommand('auth login')}`): string {
  return `${tool.name} needs ${tool.key === 'admin' ? 'an admin key' : 'a project API key'}. ${notice}`;
}

function refuse(reason: string, brief: string): Decision {
  return { allowed: false, reason, brief };
}
