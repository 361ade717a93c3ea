/** Settings that limit a server, combined: what each forbids in words of its own, and rows in which every two of them meet. */
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';

export const PINNED = 'proj_pinned';
export const FOREIGN = 'proj_foreign';

export type Call = { tool: ToolSpec; given: Record<string, unknown> };

/** `flags` start the server; the rest says in words of its own what is forbidden then. */
type Limit = { flags: OptionTexts; forbids(call: Call): boolean };

const free: Limit = { flags: {}, forbids: () => false };
const isWrite = (tool: ToolSpec) => !isRead(tool);

const READ_ONLY: Limit = { flags: { 'read-only': 'true' }, forbids: ({ tool }) => isWrite(tool) };
const FILTERS: Limit[] = [
  free,
  READ_ONLY,
  {
    flags: { methods: 'list,delete' },
    forbids: ({ tool }) => !['list', 'delete'].includes(tool.method),
  },
  {
    flags: { 'exclude-tags': 'keys', 'exclude-tools': '*_project*' },
    forbids: ({ tool }) => tool.tags.includes('keys') || tool.name.includes('_project'),
  },
];

/** Whether a human has to say yes. A policy that allows counts before the mode; one that asks, too. */
const APPROVALS = ['off', 'irreversible', 'writes'] as const;

export function asksByMode(mode: Row['mode'], { tool, given }: Call): boolean {
  if (mode === 'off') return false;
  const makesNoKey =
    tool.name === 'create_project_service_account' && given.create_service_account_only === true;
  return mode === 'writes' || !(tool.risk?.class === 'reversible' || makesNoKey);
}

const DRY_RUN: Limit = { flags: { 'dry-run': 'true' }, forbids: ({ tool }) => isWrite(tool) };
const DRY: Limit[] = [free, DRY_RUN];

const PINS = [[], [PINNED], [PINNED, 'proj_second']];

/** Families whose things belong to projects and are addressed by their own IDs, as docs/policy.md has them. */
const IN_PROJECTS = /^(external_storage|federation_rules|checkpoint_permissions|invites|external_keys)$/;

/** Whether the target of such a call has to be read first to know its project. */
export const isByOwnId = ({ family, method }: ToolSpec) =>
  IN_PROJECTS.test(family) && method !== 'list' && method !== 'create';

/**
 * "Whose project" of docs/policy.md, in an organization whose records name no projects, so that these cannot be read.
 * Every call with a project key names its project.
 */
function isAbout(project: string, { tool, given }: Call): boolean {
  const { name, family, method, params } = tool;
  if (JSON.stringify(given).includes(`"${project}"`) || isByOwnId(tool)) return true;
  if (name === 'create_invite') return given.projects === undefined;
  if (method !== 'list') return false;
  const filter = Object.keys(params).find((param) => /^project_ids?$/.test(param));
  if (tool.key === 'admin' && filter !== undefined) return given[filter] === undefined;
  return filter === undefined && IN_PROJECTS.test(family);
}

type Rules = { text: string; answers(call: Call): 'deny' | 'approve' | 'allow' | 'none' };

export const DENIES: Rules = {
  text: `deny:
  - tools: ["delete_*", create_admin_api_key, list_users]
    reads: true
  - tools: ["*"]
    projects: [${FOREIGN}]
    reads: true
  - tools: [create_invite]
    values: { role: { is: [owner] } }
`,
  answers: ({ tool, given }) =>
    /^delete_|^create_admin_api_key$|^list_users$/.test(tool.name) ||
    isAbout(FOREIGN, { tool, given }) ||
    (tool.name === 'create_invite' && given.role === 'owner')
      ? 'deny'
      : 'none',
};
const ASKS: Rules = {
  text: 'approve:\n  - tools: ["create_*", "update_*"]\n',
  answers: ({ tool }) => (/^(create|update)_/.test(tool.name) ? 'approve' : 'none'),
};
const ALLOWS: Rules = {
  text: 'allow:\n  - tools: ["archive_*", "delete_*", "create_project*"]\n',
  answers: ({ tool }) => (/^(archive|delete)_|^create_project/.test(tool.name) ? 'allow' : 'none'),
};
const POLICIES: Rules[][] = [[], [DENIES], [ASKS, ALLOWS], [ALLOWS, DENIES], [ALLOWS]];

/** How the tools are reached: by name, or through discovery's two tools. */
const EXPOSURES = ['all', 'discovery'] as const;

/** `undefined`: a client that cannot ask. */
const USERS = [undefined, 'decline', 'cancel'] as const;

const FACTORS = [FILTERS, APPROVALS, DRY, PINS, POLICIES, EXPOSURES, USERS] as const;

export type Row = {
  filter: Limit;
  mode: (typeof APPROVALS)[number];
  dry: Limit;
  pins: string[];
  policies: Rules[];
  exposure: (typeof EXPOSURES)[number];
  user: (typeof USERS)[number];
};

/** Numbers of values, one a factor. */
type Choice = number[];

function everyChoice(): Choice[] {
  let choices: Choice[] = [[]];
  for (const values of FACTORS) choices = choices.flatMap((row) => values.map((_, which) => [...row, which]));
  return choices;
}

/** So many of `choices` that nothing that `marksOf` finds in any of them is missing. */
function fewestWithAll(choices: Choice[], marksOf: (choice: Choice) => string[]): Choice[] {
  const open = new Set(choices.flatMap(marksOf));
  const chosen: Choice[] = [];
  while (open.size > 0) {
    let best: Choice = [];
    let most = 0;
    for (const choice of choices) {
      const count = marksOf(choice).filter((mark) => open.has(mark)).length;
      if (count > most) [best, most] = [choice, count];
    }
    chosen.push(best);
    for (const mark of marksOf(best)) open.delete(mark);
  }
  return chosen;
}

const valuesOf = (choice: Choice) => choice.map((which, factor) => `${factor}=${which}`);
const pairsOf = (choice: Choice) =>
  valuesOf(choice).flatMap((one, at, all) => all.slice(at + 1).map((other) => `${one} ${other}`));
/** The first value of every factor is the one that limits nothing. */
const limitsOf = (choice: Choice) => valuesOf(choice).filter((_, factor) => choice[factor] !== 0);

const EVERY_PAIR = fewestWithAll(everyChoice(), pairsOf);

/** Every two values of different factors meet in one of them at least. */
export const ROWS = EVERY_PAIR.map(rowOf);

/** Every limit is in one of them at least. */
export const ROWS_WITH_EVERY_LIMIT = fewestWithAll(EVERY_PAIR, limitsOf).map(rowOf);

function rowOf([filter = 0, mode = 0, dry = 0, pins = 0, policies = 0, exposure = 0, user = 0]: Choice): Row {
  return {
    filter: FILTERS[filter] ?? free,
    mode: APPROVALS[mode] ?? 'writes',
    dry: DRY[dry] ?? free,
    pins: PINS[pins] ?? [],
    policies: POLICIES[policies] ?? [],
    exposure: EXPOSURES[exposure] ?? 'all',
    user: USERS[user],
  };
}

export const NO_LIMITS = rowOf([]);

/** Settings under which every write is a fault of that kind. */
export const STRICT: Record<string, Partial<Row>> = {
  'the tool is hidden': { filter: READ_ONLY },
  'outside the pin': { pins: ['proj_other'] },
  'nobody approved it': { mode: 'writes' },
  'a dry run': { dry: DRY_RUN },
};

export const nameOf = ({ filter, mode, dry, pins, policies, exposure, user }: Row) =>
  [
    ...Object.entries(filter.flags).flat(),
    mode,
    ...Object.keys(dry.flags),
    pins.join(','),
    policies.map(({ text }) => text.slice(0, 7).replace(/\W/g, '')).join('+'),
    exposure,
    user ?? 'no questions',
  ]
    .filter((part) => part !== '')
    .join(' ');
