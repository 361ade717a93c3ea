/** Every job with a call of it over the sandbox, for what has to hold for all of them. */
import type { Setting } from '../guard-setting.ts';
import { listed } from '../sandbox-setting.ts';

export type JobCase = {
  tool: string;
  given: Record<string, unknown>;
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
  { tool: 'onboard_project', given: TEAM, effect: (setting) => projectEffect(setting, TEAM.name) },
  {
    tool: 'set_project_rate_limits',
    given: {
      projects: ['Voice-Agent', 'Mobile-App'],
      limits: [{ models: 'gpt-4o, gpt-4o-mini', requests_per_minute: '+20%' }],
    },
    effect: async (setting) => [
      await projectEffect(setting, 'Voice-Agent'),
      await projectEffect(setting, 'Mobile-App'),
    ],
  },
];
