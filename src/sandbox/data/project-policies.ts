/** Owns what the projects of the seeded organization may use: models, hosted tools, service tiers, and how long data is kept. */
import { stateOfOrganization, stateOfProject } from '../organization/lazy-state.ts';

export const hostedTools = [
  'code_interpreter',
  'file_search',
  'image_generation',
  'mcp',
  'web_search',
] as const;

export const organizationRetentionTypes = [
  'zero_data_retention',
  'modified_abuse_monitoring',
  'enhanced_zero_data_retention',
  'enhanced_modified_abuse_monitoring',
] as const;

export const projectRetentionTypes = ['organization_default', 'none', ...organizationRetentionTypes] as const;

export type ModelPermissions = { mode: 'allow_list' | 'deny_list'; model_ids: string[] };

type ProjectPolicies = {
  /** null: every model may be called. */
  models: ModelPermissions | null;
  hostedTools: Record<(typeof hostedTools)[number], boolean>;
  serviceTiers: {
    default: 'standard' | 'fast' | 'scale';
    enabled_tiers: 'all' | ('fast' | 'flex' | 'ultrafast')[];
  };
  retention: (typeof projectRetentionTypes)[number];
};

/** The models allowed here are those of the project's traffic. */
const seededModels: Record<string, ModelPermissions> = {
  'Fraud-Signals': { mode: 'allow_list', model_ids: ['o4-mini', 'gpt-5-mini'] },
  'Marketing-Gen': { mode: 'deny_list', model_ids: ['gpt-6-astra', 'gpt-6-astra-mini'] },
};

export const policiesOf = stateOfProject((_project, seededName): ProjectPolicies => {
  const isLegal = seededName === 'Legal-Contract-Review';
  return {
    models: seededModels[seededName ?? ''] ?? null,
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
  (): { type: (typeof organizationRetentionTypes)[number] } => ({ type: 'modified_abuse_monitoring' }),
);
