/** Holding settings to an administrator's policy: of the two the stricter counts, and what is overruled is told. */
import { posix, win32 } from 'node:path';
import type { ApprovalMode } from '../model/approval-mode.ts';
import type { Way } from '../model/ask-mode.ts';
import type { MachinePolicy } from '../model/machine-policy.ts';
import { defined } from '../model/record.ts';
import { describeSecretPlace, type SecretPlace } from '../model/secret-place.ts';
import { type Said, type Settings, strictestApproval } from './settings.ts';
import { SettingsError } from './settings-error.ts';

/** `warnings` are for whoever started the server, a sentence for each option without effect. */
export type Held = { settings: Settings; warnings: string[] };

/** @throws SettingsError where nothing is left that both allow */
export function holdTo(given: Settings, policy: MachinePolicy): Held {
  const { floors, path } = policy;
  const { approval, ask } = floors;
  const settings: Settings = {
    ...given,
    ...(floors.readOnly && { filters: [...given.filters, readOnlyBy(path)] }),
    ...(approval && { approval: strictestApproval([given.approval, approval]) }),
    ...endOf(given, policy),
    ...projectsOf(given, policy),
    ...(ask && { ways: { ways: ask, by: path } }),
    ...defined({ secrets: secretsOf(given, policy) }),
  };
  return { settings, warnings: (given.said ?? []).flatMap((said) => overruled(said, given, policy)) };
}

function readOnlyBy(path: string): Settings['filters'][number] {
  return { readOnly: true, nameOf: () => `read_only in ${path}` };
}

function endOf({ expiresAt }: Settings, { floors, path }: MachinePolicy): Partial<Settings> {
  if (floors.expiresAt === undefined || (expiresAt ?? Number.POSITIVE_INFINITY) <= floors.expiresAt)
    return {};
  return { expiresAt: floors.expiresAt, expiresBy: `expires_at in ${path}` };
}

function projectsOf({ projects }: Settings, { floors, path }: MachinePolicy): Partial<Settings> {
  if (floors.projects === undefined) return {};
  const allowed = [...new Set(floors.projects)];
  const left = projects === undefined ? allowed : projects.filter((id) => allowed.includes(id));
  if (left.length === 0) {
    throw new SettingsError([
      `--project: ${projects?.join(', ')} is not among the projects in ${path}, so none is left; name ${allowed.join(' or ')}, or leave --project out.`,
    ]);
  }
  return left.length === projects?.length ? {} : { projects: left, projectsBy: `projects in ${path}` };
}

/** What the sandbox makes is fake, and may be shown. */
function secretsOf(given: Settings, { floors, path }: MachinePolicy): SecretPlace | undefined {
  const allowed = floors.secrets;
  if (allowed === undefined || given.sandbox) return given.secrets;
  if (given.secrets === undefined) {
    return (
      allowed.find(({ kind }) => kind === 'keychain') ??
      allowed.find(({ kind }) => kind !== 'reveal') ??
      allowed[0]
    );
  }
  checkPlace(given.secrets, '--secrets', { floors, path });
  return given.secrets;
}

/**
 * @param asked the option or argument that names the place, to start a message with
 * @throws SettingsError for a place that the policy does not list
 */
export function checkPlace(
  place: SecretPlace,
  asked: string,
  { floors, path }: Pick<MachinePolicy, 'floors' | 'path'>,
): void {
  if (floors.secrets === undefined || floors.secrets.some((allowed) => isSame(allowed, place))) return;
  const list = floors.secrets.map(describeSecretPlace).join(' or ');
  throw new SettingsError([
    `${asked}: new secrets may not go to ${describeSecretPlace(place)}; ${path} allows ${list}. Write one of these, or ask an administrator.`,
  ]);
}

/** A folder by what it is, with or without a slash at its end. */
function isSame(one: SecretPlace, other: SecretPlace): boolean {
  return describeSecretPlace(settled(one)) === describeSecretPlace(settled(other));
}

function settled(place: SecretPlace): SecretPlace {
  if (place.kind !== 'file') return place;
  const path = place.folder.startsWith('/') ? posix : win32;
  return { kind: 'file', folder: path.isAbsolute(place.folder) ? path.resolve(place.folder) : place.folder };
}

function overruled(said: Said, given: Settings, { floors, path }: MachinePolicy): string[] {
  const { flag, name, value } = said;
  const noEffect = (shown: string, floor: string) => [
    `${name}: ${shown} has no effect, since ${path} sets ${floor}.`,
  ];
  switch (flag) {
    case 'read-only':
      return value === false && floors.readOnly ? noEffect('false', 'read_only: true') : [];
    case 'approval': {
      const mode = value as ApprovalMode;
      const isLaxer = floors.approval && strictestApproval([mode, floors.approval]) !== mode;
      return isLaxer ? noEffect(mode, `approval: ${floors.approval}`) : [];
    }
    case 'expires-at':
    case 'expires-in': {
      const end = floors.expiresAt;
      const isLater = end !== undefined && given.expiresAt !== undefined && given.expiresAt > end;
      return isLater ? noEffect('this end', `an earlier one, ${new Date(end).toISOString()}`) : [];
    }
    case 'project': {
      const outside = (value as string[]).filter((id) => floors.projects && !floors.projects.includes(id));
      return outside.length > 0
        ? noEffect(outside.join(', '), `projects: ${(floors.projects ?? []).join(', ')}`)
        : [];
    }
    case 'ask': {
      const way = value as Settings['ask'];
      if (way === 'auto' || floors.ask === undefined || floors.ask.includes(way as Way)) return [];
      return [
        `${name}: ${way} is not among the ways that ${path} allows (${floors.ask.join(', ')}), so what a person has to approve is refused; write one of these, or leave it out.`,
      ];
    }
  }
}
