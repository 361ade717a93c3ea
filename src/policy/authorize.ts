/** The one decision whether a tool may be listed and called: used for both, so what is hidden cannot run. */

import { ownCommand } from '../model/own-command.ts';
import type { ToolFilter } from '../model/tool-filter.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { chooses, hasTag, hiddenBy } from './filter.ts';
import { deniedAlways, describeDenial, type Policy } from './policy-rules.ts';

/** Allowed, or refused: `reason` is a sentence for the caller, `brief` the same in a few words for a summary. */
export type Decision = { allowed: true } | { allowed: false; reason: string; brief: string };

/** What the decision rests on. */
export type Authority = {
  /** Every source narrows: a tool has to pass all of them. */
  filters: ToolFilter[];
  /** Every policy file; what one of them denies whatever the arguments is off. */
  policies?: Policy[];
  /** When access ends, if it does; `isOver` is read at every decision. */
  expiry?: { at: string; isOver(): boolean };
  /** Served when no source selects tools by tag or name; `core` when absent. */
  defaultTag?: 'core' | 'all';
  hasAdminKey: boolean;
  hasProjectKey: boolean;
  /** Why a class of key is missing and how to add one, where more is known than that. */
  missingKeys?: { admin?: string; project?: string };
};

const ALLOWED: Decision = { allowed: true };

export function authorize(tool: ToolSpec, authority: Authority): Decision {
  if (authority.expiry?.isOver()) {
    const when = authority.expiry.at;
    const reason = `Access ended at ${when}; the user can start the server again with a later --expires-at.`;
    return refuse(reason, 'access ended');
  }
  if (tool.outOfScope !== undefined) return refuse(tool.outOfScope, 'outside --project');
  const denial = deniedAlways(authority.policies ?? [], tool);
  if (denial !== undefined) return refuse(describeDenial(tool, denial), 'denied by the policy');
  if (!selects(authority) && !isDefault(tool, authority)) {
    const reason = `${tool.name} is not among the default tools. Whoever starts the server adds it to them with --tags core,${tool.family}; --tags ${tool.family} alone replaces the default set, and --tags all has everything.`;
    return refuse(reason, 'not in the default set; --tags all adds them');
  }
  for (const filter of authority.filters) {
    const by = hiddenBy(filter, tool);
    if (by !== undefined)
      return refuse(`${tool.name} is switched off by ${by}; nothing was sent.`, `switched off by ${by}`);
  }
  if (tool.key === 'admin' && !authority.hasAdminKey) {
    return refuse(missingKey(tool, authority.missingKeys?.admin), 'no admin key');
  }
  if (tool.key === 'project' && !authority.hasProjectKey) {
    return refuse(missingKey(tool, authority.missingKeys?.project), 'no project key');
  }
  return ALLOWED;
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
