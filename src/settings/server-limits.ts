/** The limits of a server as they are kept with a job, and settings held to them later: of the two the stricter counts. */
import { resolve } from 'node:path';
import { defined } from '../model/record.ts';
import type { ServerLimits } from '../model/server-limits.ts';
import { type Settings, strictestApproval } from './settings.ts';
import { SettingsError } from './settings-error.ts';

export function limitsOf(settings: Settings): ServerLimits {
  const { filters, expiresAt, expiresBy, projects, policies, maxWrites, toolSpecs, secrets } = settings;
  return {
    filters: filters.map(({ nameOf: _, ...filter }) => filter),
    ...(expiresAt !== undefined && { expires: { at: expiresAt, by: expiresBy ?? '--expires-at' } }),
    approval: settings.approval,
    ask: settings.ask,
    policies: policies.map((path) => resolve(path)),
    auditTo: settings.auditTo,
    ...defined({ projects, maxWrites, secrets, toolSpecs: toolSpecs && resolve(toolSpecs) }),
  };
}

/**
 * New secrets go where the settings say, and else where the server put them.
 * @throws SettingsError where nothing is left that both allow
 */
export function heldToLimits(settings: Settings, limits: ServerLimits): Settings {
  const { expires } = limits;
  const ends = expires !== undefined && expires.at < (settings.expiresAt ?? Number.POSITIVE_INFINITY);
  const saysApproval = settings.said?.some(({ flag }) => flag === 'approval') ?? false;
  return {
    ...settings,
    filters: [...settings.filters, ...limits.filters.map((filter) => ({ ...filter, nameOf: nameOfServer }))],
    ...(ends && { expiresAt: expires.at, expiresBy: expires.by }),
    approval: saysApproval ? strictestApproval([settings.approval, limits.approval]) : limits.approval,
    ask: wayOfBoth(settings.ask, limits.ask),
    policies: [...new Set([...settings.policies.map((path) => resolve(path)), ...limits.policies])],
    auditTo: [...new Set([...settings.auditTo, ...limits.auditTo])],
    ...defined({
      projects: projectsOfBoth(settings.projects, limits.projects),
      maxWrites: smaller(settings.maxWrites, limits.maxWrites),
      toolSpecs: settings.toolSpecs ?? limits.toolSpecs,
      secrets: settings.secrets ?? limits.secrets,
    }),
  };
}

function nameOfServer(flag: string): string {
  return `--${flag} of the server that began the job`;
}

function wayOfBoth(one: Settings['ask'], other: Settings['ask']): Settings['ask'] {
  if (one !== 'auto' && other !== 'auto' && one !== other) {
    throw new SettingsError([
      `--ask: the server that began the job was started with ${other}, and ${one} is set here. Take one of them out, or repeat the call.`,
    ]);
  }
  return one === 'auto' ? other : one;
}

function projectsOfBoth(one: string[] | undefined, other: string[] | undefined): string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const common = one.filter((id) => other.includes(id));
  if (common.length > 0) return common;
  throw new SettingsError([
    `--project: the server that began the job was kept to ${other.join(', ')}, and ${one.join(', ')} is set here, so none is left. Repeat the call instead.`,
  ]);
}

function smaller(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
