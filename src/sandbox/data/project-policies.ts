/** What the projects of the seeded organization may use: models, hosted tools, service tiers, and how long data is kept. */
import { stateOfOrganization, stateOfProject } from '../organization/lazy-state.ts';

export const HOSTED_TOOLS = [
  'code_interpreter',
  'file_search',
  'image_generation',
  'mcp',
  'web_search',
] as const;

export const ORGANIZATION_RETENTION_TYPES = [
  'zero_data_retention',
  'modified_abuse_monitoring',
  'enhanced_zero_data_retention',
  'enhanced_modified_abuse_monitoring',
] as const;

export const PROJECT_RETENTION_TYPES = [
  'organization_default',
  'none',
  ...ORGANIZATION_RETENTION_TYPES,
] as const;

export type ModelPermissions = { mode: 'allow_list' | 'deny_list'; model_ids: string[] };

type ProjectPolicies = {
  /** null: every model may be called. */
  models: ModelPermissions | null;
  hostedTools: Record<(typeof HOSTED_TOOLS)[number], boolean>;
  serviceTiers: {
    default: 'standard' | 'fast' | 'scale';
    enabled_tiers: 'all' | ('fast' | 'flex' | 'ultrafast')[];
  };
  retention: (typeof PROJECT_RETENTION_TYPES)[number];
};

/** The models allowed here are those of the project's traffic. */
const SEEDED_MODELS: Record<string, ModelPermissions> = {
  'Fraud-Signals': { mode: 'allow_list', model_ids: ['o4-mini', 'gpt-5-mini'] },
  'Marketing-Gen': { mode: 'deny_list', model_ids: ['gpt-6-astra', 'gpt-6-astra-mini'] },
};

export const policiesOf = stateOfProject((_project, seededName): ProjectPolicies => {
  const isLegal = seededName === 'Legal-Contract-Review';
  return {
    models: SEEDED_MODELS[seededName ?? ''] ?? null,
    hostedTools: {
      code_interpreter: !isLegal,
      file_search: true,
      image_generation: !isLegal,
      mcp: !isLegal,
      web_search: !isLegal,
    },
    serviceTiers:
      seededName === 'Voice-Agent'
        ? { default: 'fast', enabled_tiers: ['fast', 'flex'] }
        : { default: 'standard', enabled_tiers: 'all' },
    retention: isLegal ? 'zero_data_retention' : 'organization_default',
  };
});

export const organizationRetention = stateOfOrganization(
  (): { type: (typeof ORGANIZATION_RETENTION_TYPES)[number] } => ({ type: 'modified_abuse_monitoring' }),
);
