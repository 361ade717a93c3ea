/** What docs/filters.md says that the tags hold, family by family. */
import { expect, test } from 'vitest';
import { catalogue, operations } from './catalogue.ts';

const familiesOf = (tag: string) =>
  [...new Set(catalogue.tools.filter(({ tags }) => tags.includes(tag)).map(({ family }) => family))].sort();

const HOLDS: Record<string, string> = {
  core: `projects project_users service_accounts project_api_keys rate_limits users audit_logs reports jobs
    vector_stores vector_store_files`,
  access: `users invites groups group_users roles group_roles user_roles project_users project_groups project_roles
    project_group_roles project_user_roles model_permissions hosted_tool_permissions checkpoint_permissions
    service_tier_settings reports`,
  audit: 'audit_logs reports',
  billing: 'costs usage reports jobs spend_limit project_spend_limit spend_alerts project_spend_alerts',
  keys: 'reports jobs project_api_keys service_accounts admin_api_keys',
  security: `audit_logs reports project_api_keys admin_api_keys certificates project_certificates data_retention
    project_data_retention external_keys external_storage federation_rules workload_identity_providers`,
  vector_stores: 'vector_stores vector_store_files vector_store_file_batches reports',
};

/** Of families in `core`, what most days do not need. */
const NOT_CORE = `get_project_user get_project_api_key get_project_service_account create_vector_store_file
  get_vector_store_file update_vector_store_file delete_vector_store_file get_vector_store_file_content
  search_vector_store`.split(/\s+/);

test.each(Object.entries(HOLDS))('%s holds these families, each of them whole', (tag, families) => {
  expect(familiesOf(tag)).toEqual(families.split(/\s+/).sort());
  // Each report has the tags of what it is about.
  const left = operations.filter(
    ({ family, tags }) => familiesOf(tag).includes(family) && !tags.includes(tag),
  );
  expect(left.map(({ name }) => name).sort()).toEqual(tag === 'core' ? [...NOT_CORE].sort() : []);
});

test('admin is all that needs the admin key, except costs, usage, the audit log and reports', () => {
  for (const { name, key, family, tags } of catalogue.tools) {
    const expected = key === 'admin' && !['costs', 'usage', 'audit_logs', 'reports'].includes(family);
    expect(tags.includes('admin'), name).toBe(expected);
  }
});
