/** Owns merging flags and environment into one Settings value. */
import { APPROVALS, type Approval, environmentName, type LogLevel, type OptionFlag } from './options.ts';
import { type OptionTexts, type OptionValues, readOptions, textsFromEnvironment } from './read-options.ts';
import type { SecretPlace } from './secret-place.ts';
import { SettingsError } from './settings-error.ts';

/** One source's narrowing of the tools. */
export type FilterSettings = {
  source: 'flags' | 'environment';
  readOnly: boolean;
  methods?: string[];
  tags?: string[];
  excludeTags?: string[];
  tools?: string[];
  excludeTools?: string[];
};

/** What the server runs with. */
export type Settings = {
  /** One entry a source: a tool has to pass every one, so the stricter of two settings wins. */
  filters: FilterSettings[];
  /** Milliseconds since 1970 at which access ends. */
  expiresAt?: number;
  /** Absent when nothing was said: the keychain, or in the sandbox the conversation. */
  secrets?: SecretPlace;
  approval: Approval;
  dryRun: boolean;
  /** Only these projects; absent for the whole organization. */
  projects?: string[];
  /** Policy files; every one applies. */
  policies: string[];
  /** Most writes in an hour. */
  maxWrites?: number;
  exposure: 'all' | 'discovery';
  /** Folder with the user's own spec files. */
  toolSpecs?: string;
  sandbox: boolean;
  profile?: string;
  keyFile?: string;
  timeoutSeconds: number;
  baseUrl?: string;
  allowHosts: string[];
  caFile?: string;
  logLevel: LogLevel;
};

/** Outside facts that settings depend on. */
export type SettingsInputs = {
  flags: OptionTexts;
  environment: Readonly<Record<string, string | undefined>>;
  nowMilliseconds: number;
};

/**
 * Flags come before the environment, except where safety is at stake: there the stricter of the two counts.
 * @throws SettingsError with every problem found.
 */
export function readSettings({ flags, environment, nowMilliseconds }: SettingsInputs): Settings {
  const problems: string[] = [];
  const fromFlags = readOptions(flags, (flag) => `--${flag}`, problems);
  const variables = textsFromEnvironment(environment, problems);
  const fromEnvironment = readOptions(variables, environmentName, problems);
  const sources = [fromFlags, fromEnvironment];
  const first = <T>(flag: OptionFlag): T | undefined => (fromFlags[flag] ?? fromEnvironment[flag]) as T;
  for (const [source, name] of [
    [fromFlags, '--expires-at'],
    [fromEnvironment, environmentName('expires-at')],
  ] as const) {
    const at = source['expires-at'];
    if (typeof at === 'number' && at <= nowMilliseconds) {
      problems.push(`${name}: this moment has passed; give a later one.`);
    }
  }
  const expiresAt = earliestExpiry(sources, nowMilliseconds);
  for (const [source, name] of [
    [fromFlags, '--project'],
    [fromEnvironment, environmentName('project')],
  ] as const) {
    const ids = (source.project ?? []) as string[];
    const wrong = ids.find((id) => !/^proj_[A-Za-z0-9_-]{1,64}$/.test(id));
    if (wrong !== undefined) {
      problems.push(`${name}: ${JSON.stringify(wrong)} is not a project ID, which is like proj_abc123.`);
    }
  }
  const given = <T>(flag: OptionFlag): T[] =>
    sources.flatMap((source) => (source[flag] === undefined ? [] : [source[flag] as T]));
  const projects = pinnedProjects(given<string[]>('project'), problems);
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    filters: [filterOf(fromFlags, 'flags'), filterOf(fromEnvironment, 'environment')],
    ...(expiresAt !== undefined && { expiresAt }),
    approval: strictestApproval(given<Approval>('approval')),
    dryRun: given<boolean>('dry-run').includes(true),
    policies: given<string>('policy'),
    exposure: first<Settings['exposure']>('exposure') ?? 'all',
    sandbox: first<boolean>('sandbox') ?? false,
    timeoutSeconds: first<number>('timeout') ?? 30,
    allowHosts: first<string[]>('allow-host') ?? [],
    logLevel: first<LogLevel>('log-level') ?? 'warn',
    ...present('secrets', mostPrivate(given<SecretPlace>('secrets'))),
    ...present('projects', projects),
    ...present('maxWrites', smallest(given<number>('max-writes'))),
    ...present('toolSpecs', first<string>('tool-specs')),
    ...present('profile', first<string>('profile')),
    ...present('keyFile', first<string>('key-file')),
    ...present('baseUrl', first<string>('base-url')),
    ...present('caFile', first<string>('ca-file')),
  };
}

function earliestExpiry(sources: OptionValues[], nowMilliseconds: number): number | undefined {
  const moments = sources.flatMap((source) => [
    ...(typeof source['expires-at'] === 'number' ? [source['expires-at']] : []),
    ...(typeof source['expires-in'] === 'number' ? [nowMilliseconds + source['expires-in']] : []),
  ]);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

function strictestApproval(given: Approval[]): Approval {
  const strictest = Math.max(...given.map((approval) => APPROVALS.indexOf(approval)));
  return APPROVALS[strictest] ?? 'irreversible';
}

/** A place out of the model's sight wins over the conversation; of two such places the first. */
function mostPrivate(given: SecretPlace[]): SecretPlace | undefined {
  return given.find((place) => place.kind !== 'reveal') ?? given[0];
}

function smallest(given: number[]): number | undefined {
  return given.length === 0 ? undefined : Math.min(...given);
}

/** Each source narrows, so what both name is left. */
function pinnedProjects(given: string[][], problems: string[]): string[] | undefined {
  const [first, ...others] = given;
  if (first === undefined) return undefined;
  const common = [...new Set(first)].filter((id) => others.every((ids) => ids.includes(id)));
  if (common.length === 0) {
    problems.push(
      `--project and ${environmentName('project')} name different projects, so none is left; take one of them out.`,
    );
  }
  return common;
}

function filterOf(source: OptionValues, name: FilterSettings['source']): FilterSettings {
  return {
    source: name,
    readOnly: source['read-only'] === true,
    ...present('methods', source.methods as string[] | undefined),
    ...present('tags', source.tags as string[] | undefined),
    ...present('excludeTags', source['exclude-tags'] as string[] | undefined),
    ...present('tools', source.tools as string[] | undefined),
    ...present('excludeTools', source['exclude-tools'] as string[] | undefined),
  };
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
