/** Owns what the operations on keys, certificates and what is trusted outside are in the official SDK. */
import type { FurtherOperation } from '../catalogue/further-operations.ts';
import type { Row } from './row.ts';

export const TRUST_ROWS = {
  'GET /organization/admin_api_keys': {
    tool: 'list_admin_api_keys',
    send: (sdk, query) => sdk.admin.organization.adminAPIKeys.list(query),
  },
  'POST /organization/admin_api_keys': {
    tool: 'create_admin_api_key',
    send: (sdk, body) => sdk.admin.organization.adminAPIKeys.create(body),
  },
  'GET /organization/admin_api_keys/{key_id}': {
    tool: 'get_admin_api_key',
    send: (sdk, call) => sdk.admin.organization.adminAPIKeys.retrieve(call.key_id),
  },
  'DELETE /organization/admin_api_keys/{key_id}': {
    tool: 'delete_admin_api_key',
    send: (sdk, call) => sdk.admin.organization.adminAPIKeys.delete(call.key_id),
  },
  'GET /organization/certificates': {
    tool: 'list_certificates',
    send: (sdk, query) => sdk.admin.organization.certificates.list(query),
  },
  'POST /organization/certificates': {
    tool: 'create_certificate',
    send: (sdk, body) => sdk.admin.organization.certificates.create(body),
  },
  'POST /organization/certificates/activate': {
    tool: 'activate_certificates',
    send: (sdk, body) => sdk.admin.organization.certificates.activate(body),
  },
  'POST /organization/certificates/deactivate': {
    tool: 'deactivate_certificates',
    send: (sdk, body) => sdk.admin.organization.certificates.deactivate(body),
  },
  'GET /organization/certificates/{certificate_id}': {
    tool: 'get_certificate',
    send: (sdk, { certificate_id, ...query }) =>
      sdk.admin.organization.certificates.retrieve(certificate_id, query),
  },
  'POST /organization/certificates/{certificate_id}': {
    tool: 'update_certificate',
    send: (sdk, { certificate_id, ...body }) =>
      sdk.admin.organization.certificates.update(certificate_id, body),
  },
  'DELETE /organization/certificates/{certificate_id}': {
    tool: 'delete_certificate',
    send: (sdk, call) => sdk.admin.organization.certificates.delete(call.certificate_id),
  },
  'GET /organization/projects/{project_id}/certificates': {
    tool: 'list_project_certificates',
    send: (sdk, { project_id, ...query }) =>
      sdk.admin.organization.projects.certificates.list(project_id, query),
  },
  'POST /organization/projects/{project_id}/certificates/activate': {
    tool: 'activate_project_certificates',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.certificates.activate(project_id, body),
  },
  'POST /organization/projects/{project_id}/certificates/deactivate': {
    tool: 'deactivate_project_certificates',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.certificates.deactivate(project_id, body),
  },
  'GET /organization/external_keys': {
    tool: 'list_external_keys',
    send: (sdk, query) => sdk.admin.organization.externalKeys.list(query),
  },
  'POST /organization/external_keys': {
    tool: 'create_external_key',
    send: (sdk, body) => sdk.admin.organization.externalKeys.create(body),
  },
  'GET /organization/external_keys/{external_key_id}': {
    tool: 'get_external_key',
    send: (sdk, call) => sdk.admin.organization.externalKeys.retrieve(call.external_key_id),
  },
  'DELETE /organization/external_keys/{external_key_id}': {
    tool: 'delete_external_key',
    send: (sdk, call) => sdk.admin.organization.externalKeys.delete(call.external_key_id),
  },
  'POST /organization/external_keys/{external_key_id}/validate': {
    tool: 'validate_external_key',
    send: (sdk, call) => sdk.admin.organization.externalKeys.validate(call.external_key_id),
  },
  'GET /organization/external_storage': {
    tool: 'list_external_storage',
    send: (sdk, query) => sdk.admin.organization.externalStorage.list(query),
  },
  'POST /organization/external_storage': {
    tool: 'create_external_storage',
    send: (sdk, body) => sdk.admin.organization.externalStorage.create(body),
  },
  'GET /organization/external_storage/{external_storage_id}': {
    tool: 'get_external_storage',
    send: (sdk, call) => sdk.admin.organization.externalStorage.retrieve(call.external_storage_id),
  },
  'DELETE /organization/external_storage/{external_storage_id}': {
    tool: 'delete_external_storage',
    send: (sdk, call) => sdk.admin.organization.externalStorage.delete(call.external_storage_id),
  },
  'POST /organization/external_storage/{external_storage_id}/validate': {
    tool: 'validate_external_storage',
    send: (sdk, call) => sdk.admin.organization.externalStorage.validate(call.external_storage_id),
  },
  'GET /organization/workload_identity_providers': {
    tool: 'list_workload_identity_providers',
    send: (sdk, query) => sdk.admin.organization.workloadIdentityProviders.list(query),
  },
  'POST /organization/workload_identity_providers': {
    tool: 'create_workload_identity_provider',
    send: (sdk, body) => sdk.admin.organization.workloadIdentityProviders.create(body),
  },
  'GET /organization/workload_identity_providers/{workload_identity_provider_id}': {
    tool: 'get_workload_identity_provider',
    send: (sdk, call) =>
      sdk.admin.organization.workloadIdentityProviders.retrieve(call.workload_identity_provider_id),
  },
  'POST /organization/workload_identity_providers/{workload_identity_provider_id}': {
    tool: 'update_workload_identity_provider',
    send: (sdk, { workload_identity_provider_id, ...body }) =>
      sdk.admin.organization.workloadIdentityProviders.update(workload_identity_provider_id, body),
  },
  'DELETE /organization/workload_identity_providers/{workload_identity_provider_id}': {
    tool: 'delete_workload_identity_provider',
    send: (sdk, call) =>
      sdk.admin.organization.workloadIdentityProviders.delete(call.workload_identity_provider_id),
  },
  'GET /organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules': {
    tool: 'list_federation_rules',
    send: (sdk, { workload_identity_provider_id, ...query }) =>
      sdk.admin.organization.workloadIdentityProviders.federationRules.list(
        workload_identity_provider_id,
        query,
      ),
  },
  'POST /organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules': {
    tool: 'create_federation_rule',
    send: (sdk, { workload_identity_provider_id, ...body }) =>
      sdk.admin.organization.workloadIdentityProviders.federationRules.create(
        workload_identity_provider_id,
        body,
      ),
  },
  'GET /organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules/{workload_identity_federation_rule_id}':
    {
      tool: 'get_federation_rule',
      send: (sdk, { workload_identity_federation_rule_id, ...rest }) =>
        sdk.admin.organization.workloadIdentityProviders.federationRules.retrieve(
          workload_identity_federation_rule_id,
          rest,
        ),
    },
  'POST /organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules/{workload_identity_federation_rule_id}':
    {
      tool: 'update_federation_rule',
      send: (sdk, { workload_identity_federation_rule_id, ...rest }) =>
        sdk.admin.organization.workloadIdentityProviders.federationRules.update(
          workload_identity_federation_rule_id,
          rest,
        ),
    },
  'DELETE /organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules/{workload_identity_federation_rule_id}':
    {
      tool: 'delete_federation_rule',
      send: (sdk, { workload_identity_federation_rule_id, ...rest }) =>
        sdk.admin.organization.workloadIdentityProviders.federationRules.delete(
          workload_identity_federation_rule_id,
          rest,
        ),
    },
} satisfies Partial<Record<FurtherOperation, Row>>;
