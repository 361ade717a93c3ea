/** Merging flags and environment into one Settings value. */
import type { Environment } from '../host/host.ts';
import {
  APPROVAL_MODES,
  type ApprovalMode,
  MAX_PLAN_MILLISECONDS,
  PLAN_MILLISECONDS,
} from '../model/approval-mode.ts';
import type { AllowedWays, AskMode } from '../model/ask-mode.ts';
import { PROJECT_ID } from '../model/project-id.ts';
import { defined } from '../model/record.ts';
import type { SecretPlace } from '../model/secret-place.ts';
import type { ToolFilter } from '../model/tool-filter.ts';
import { environmentName, flagName, type LogLevel, type OptionFlag } from './options.ts';
import { type OptionTexts, type OptionValues, readOptions, textsFromEnvironment } from './read-options.ts';
import { SettingsError } from './settings-error.ts';

/** What the server runs with. */
export type Settings = {
  /** One entry a source: a tool has to pass every one, so the stricter of two settings wins. */
  filters: ToolFilter[];
  /** Milliseconds since 1970 at which access ends. */
  expiresAt?: number;
  /** The setting that says so, as its source calls it. */
  expiresBy?: string;
  /** Absent when nothing was said: the keychain, or in the sandbox the conversation. */
  secrets?: SecretPlace;
  approval: ApprovalMode;
  ask: AskMode;
  /** Milliseconds for which a write waits for approval, and then its approval for its use. */
  approvalLasts: number;
  dryRun: boolean;
  /** Only these projects; absent for the whole organization. */
  projects?: string[];
  /** What keeps it to them, where that is not --project. */
  projectsBy?: string;
  /** The ways in which a person may be asked, where a policy of the machine lists them. */
  ways?: AllowedWays;
  /** Policy files; every one applies. */
  policies: string[];
  /** Most writes in an hour. */
  maxWrites?: number;
  exposure: 'all' | 'discovery';
  /** What stands before tool names in the client. */
  toolPrefix?: string;
  /** Of one answer. */
  maxResultTokens: number;
  /** Folder with the user's own spec files. */
  toolSpecs?: string;
  /** Commands that each line of the audit trail is handed to; every one applies. */
  auditTo: string[];
  /** Folder that lists and reports may be saved in; none when absent. */
  exports?: string;
  sandbox: boolean;
  profile?: string;
  keyFile?: string;
  timeoutSeconds: number;
  baseUrl?: string;
  allowHosts: string[];
  caFile?: string;
  logLevel: LogLevel;
  /** What each source says of what an administrator's policy may set too; absent when none says anything. */
  said?: Said[];
};

/** One option of one source: `name` is how the source calls it. */
export type Said = { flag: FloorFlag; name: string; value: OptionValues[FloorFlag] };

/** The options that a policy of the machine may overrule. */
const FLOOR_FLAGS = ['read-only', 'approval', 'expires-at', 'expires-in', 'project', 'ask'] as const;
type FloorFlag = (typeof FLOOR_FLAGS)[number];

/** Outside facts that settings depend on. */
export type SettingsInputs = {
  flags: OptionTexts;
  environment: Environment;
  nowMilliseconds: number;
};

/**
 * Flags come before the environment, except where safety is at stake: there the stricter of the two counts.
 * @throws SettingsError with every problem found.
 */
export function readSettings({ flags, environment, nowMilliseconds }: SettingsInputs): Settings {
  const problems: string[] = [];
  const fromFlags = readOptions(flags, flagName, problems);
  const variables = textsFromEnvironment(environment, problems);
  const fromEnvironment = readOptions(variables, environmentName, problems);
  const sources = [fromFlags, fromEnvironment];
  const named = [
    [fromFlags, flagName],
    [fromEnvironment, environmentName],
  ] as const;
  const first = <T>(flag: OptionFlag): T | undefined => (fromFlags[flag] ?? fromEnvironment[flag]) as T;
  for (const [source, nameOf] of named) {
    const lasts = source['approval-ttl'];
    if (typeof lasts === 'number' && lasts > MAX_PLAN_MILLISECONDS)
      problems.push(`${nameOf('approval-ttl')}: write at most 24h.`);
  }
  const end = named
    .flatMap(([source, nameOf]) => endsOf(source, nameOf, nowMilliseconds))
    .sort((one, other) => one.at - other.at)
    .at(0);
  for (const [source, nameOf] of named) {
    const ids = (source.project ?? []) as string[];
    const wrong = ids.find((id) => !PROJECT_ID.test(id));
    if (wrong !== undefined) {
      problems.push(
        `${nameOf('project')}: ${JSON.stringify(wrong)} is not a project ID, which is like proj_abc123.`,
      );
    }
  }
  const given = <T>(flag: OptionFlag): T[] =>
    sources.flatMap((source) => (source[flag] === undefined ? [] : [source[flag] as T]));
  const projects = pinnedProjects(given<string[]>('project'), problems);
  const ask = oneWay(given<AskMode>('ask'), problems);
  if (problems.length > 0) throw new SettingsError(problems);
  const said = named.flatMap(([source, nameOf]) =>
    FLOOR_FLAGS.flatMap((flag) =>
      source[flag] === undefined ? [] : [{ flag, name: nameOf(flag), value: source[flag] }],
    ),
  );
  return {
    filters: named.map(([source, nameOf]) => filterOf(source, nameOf)),
    ...(end && { expiresAt: end.at, expiresBy: end.by }),
    approval: strictestApproval(given<ApprovalMode>('approval')),
    ask,
    approvalLasts: smallest(given<number>('approval-ttl')) ?? PLAN_MILLISECONDS,
    dryRun: given<boolean>('dry-run').includes(true),
    policies: given<string>('policy'),
    auditTo: [...new Set(given<string>('audit-to'))],
    exposure: first<Settings['exposure']>('exposure') ?? 'all',
    sandbox: first<boolean>('sandbox') ?? false,
    maxResultTokens: first<number>('max-result-tokens') ?? 6000,
    timeoutSeconds: first<number>('timeout') ?? 30,
    allowHosts: first<string[]>('allow-host') ?? [],
    logLevel: first<LogLevel>('log-level') ?? 'warn',
    ...(said.length > 0 && { said }),
    ...defined({
      secrets: mostPrivate(given<SecretPlace>('secrets')),
      projects,
      maxWrites: smallest(given<number>('max-writes')),
      toolPrefix: first<string>('tool-prefix'),
      toolSpecs: first<string>('tool-specs'),
      exports: first<string>('exports'),
      profile: first<string>('profile'),
      keyFile: first<string>('key-file'),
      baseUrl: first<string>('base-url'),
      caFile: first<string>('ca-file'),
    }),
  };
}

/** A moment that has passed is one: the server starts, and refuses every call. */
function endsOf(
  source: OptionValues,
  nameOf: (flag: OptionFlag) => string,
  nowMilliseconds: number,
): { at: number; by: string }[] {
  const { 'expires-at': moment, 'expires-in': duration } = source;
  return [
    ...(typeof moment === 'number' ? [{ at: moment, by: nameOf('expires-at') }] : []),
    ...(typeof duration === 'number' ? [{ at: nowMilliseconds + duration, by: nameOf('expires-in') }] : []),
  ];
}

export function strictestApproval(given: ApprovalMode[]): ApprovalMode {
  const strictest = Math.max(...given.map((approval) => APPROVAL_MODES.indexOf(approval)));
  return APPROVAL_MODES[strictest] ?? 'irreversible';
}

/** A way that is named wins over the choice among all; of two that are named neither is the stricter. */
function oneWay(given: AskMode[], problems: string[]): AskMode {
  const named = [...new Set(given.filter((way) => way !== 'auto'))];
  if (named.length > 1) {
    problems.push(`--ask and ${environmentName('ask')} name different ways; take one of them out.`);
  }
  return named[0] ?? 'auto';
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

function filterOf(source: OptionValues, nameOf: ToolFilter['nameOf']): ToolFilter {
  return {
    nameOf,
    readOnly: source['read-only'] === true,
    ...defined({
      methods: source.methods as string[] | undefined,
      tags: source.tags as string[] | undefined,
      excludeTags: source['exclude-tags'] as string[] | undefined,
      tools: source.tools as string[] | undefined,
      excludeTools: source['exclude-tools'] as string[] | undefined,
    }),
  };
}
