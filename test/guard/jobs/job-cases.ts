/** Every job with a call of it over the sandbox, for what has to hold for all of them. */
import type { Setting } from '../guard-setting.ts';
import { listed } from '../sandbox-setting.ts';

export type JobCase = {
  title: string;
  tool: string;
  given: Record<string, unknown>;
  /** How many requests that write OpenAI takes for it. */
  writes: number;
  /** A call of the same tool, which is done to its end before. */
  before?: Record<string, unknown>;
  /** What the organization holds of what the job is about, without times and IDs that are made anew. */
  effect(setting: Pick<Setting, 'call'>): Promise<unknown>;
};

const TEAM = {
  name: 'Alpha-RAG',
  members: [
    { user: 'ingrid.solberg@halden-works.example', role: 'owner' },
    { user: 'marcus.oyelaran@halden-works.example' },
  ],
  groups: [{ group: 'Data Science', role: 'member' }],
  service_account: 'alpha-ci',
  rate_limits: [{ models: 'gpt-4o, gpt-4o-mini', requests_per_minute: '400' }],
  spend_limit_usd: 500,
  alerts_usd: [100, 300],
  alert_emails: ['alerts@halden-works.example'],
  allowed_models: ['gpt-4o-mini', 'gpt-4o'],
  hosted_tools: ['web_search'],
};

async function idOf(setting: Pick<Setting, 'call'>, name: string): Promise<string[]> {
  const projects = await listed(setting, 'list_projects', { limit: 100 });
  return projects.filter((project) => project.name === name).map(({ id }) => String(id));
}

const ROTATED = { project_id: 'Data-Science', service_account_id: 'etl-batch' };

/** Names of the service account's keys, without the day on which one was made. */
async function keysEffect(setting: Pick<Setting, 'call'>): Promise<unknown> {
  const [project_id] = await idOf(setting, ROTATED.project_id);
  const keys = await listed(setting, 'list_project_api_keys', { project_id, limit: 100 });
  const own = keys.filter((key) => key['owner.name'] === ROTATED.service_account_id);
  return own.map(({ name }) => String(name).replace(/\d{4}-\d\d-\d\d/, 'DAY')).sort();
}

const LEAVER = 'tomas.herrera@halden-works.example';

/** What is left of whoever leaves. */
async function leaverEffect(setting: Pick<Setting, 'call'>): Promise<unknown> {
  const { value } = await setting.call('report_access', { subject: LEAVER });
  const { subject, projects, groups, api_keys, admin_keys, open_invites } = value;
  return { subject, projects, groups, api_keys, admin_keys, open_invites };
}

/** What a project has of its settings and people. */
async function projectEffect(setting: Pick<Setting, 'call'>, name: string): Promise<unknown> {
  return Promise.all(
    (await idOf(setting, name)).map(async (project_id) => {
      const rows = (tool: string) => listed(setting, tool, { project_id, limit: 100 });
      const one = async (tool: string) => (await setting.call(tool, { project_id })).value;
      const [users, groups, accounts, alerts, limits, keys] = await Promise.all([
        rows('list_project_users'),
        rows('list_project_groups'),
        rows('list_project_service_accounts'),
        rows('list_project_spend_alerts'),
        rows('list_project_rate_limits'),
        rows('list_project_api_keys'),
      ]);
      return {
        users: users.map(({ email, role }) => [email, role]).sort(),
        groups: groups.map(({ group_name: group }) => group),
        accounts: accounts.map((account) => account.name),
        keys: keys.length,
        alerts: alerts.map((alert) => alert.threshold_usd).sort(),
        limits: limits.map(({ model, max_requests_per_1_minute: limit }) => [model, limit]),
        spendLimit: (await one('get_project_spend_limit')).threshold_usd,
        models: (await one('get_model_permissions')).model_ids,
        hostedTools: await one('get_hosted_tool_permissions'),
      };
    }),
  );
}

export const JOB_CASES: JobCase[] = [
  {
    title: 'onboard_project',
    tool: 'onboard_project',
    given: TEAM,
    // Twelve steps, and Ingrid, whose key makes the project, is its owner by that already.
    writes: 11,
    effect: (setting) => projectEffect(setting, TEAM.name),
  },
  {
    title: 'set_project_rate_limits',
    tool: 'set_project_rate_limits',
    writes: 4,
    given: {
      projects: ['Voice-Agent', 'Mobile-App'],
      limits: [{ models: 'gpt-4o, gpt-4o-mini', requests_per_minute: '+20%' }],
    },
    effect: async (setting) => [
      await projectEffect(setting, 'Voice-Agent'),
      await projectEffect(setting, 'Mobile-App'),
    ],
  },
  {
    title: 'set_spend_limits',
    tool: 'set_spend_limits',
    given: {
      projects: ['Marketing-Gen', 'Mobile-App'],
      limit: '7777',
      alerts: ['80%'],
      alert_emails: ['alerts@halden-works.example'],
    },
    writes: 4,
    effect: async (setting) => [
      await projectEffect(setting, 'Marketing-Gen'),
      await projectEffect(setting, 'Mobile-App'),
    ],
  },
  {
    title: 'rotate_service_account_key, a new key',
    tool: 'rotate_service_account_key',
    given: ROTATED,
    writes: 1,
    effect: keysEffect,
  },
  {
    title: 'rotate_service_account_key, the old key',
    tool: 'rotate_service_account_key',
    before: ROTATED,
    given: { ...ROTATED, delete_old: true },
    writes: 1,
    effect: keysEffect,
  },
  {
    title: 'offboard_person',
    tool: 'offboard_person',
    given: { person: LEAVER },
    // Three API keys, an admin key and the person.
    writes: 5,
    effect: leaverEffect,
  },
];
