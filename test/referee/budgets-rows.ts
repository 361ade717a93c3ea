/** Owns what the operations on what projects and the organization may spend and use are in the official SDK. */
import type { FurtherOperation } from '../catalogue/further-operations.ts';
import type { Loose, Row } from './row.ts';

/** Dollars are ours; the API takes whole cents. */
function inCents({ threshold_usd, ...rest }: Loose): Loose {
  return {
    ...rest,
    ...(threshold_usd !== undefined && { threshold_amount: Math.round(threshold_usd * 100) }),
  };
}

/** The API takes a list or the word `all` under one name; ours are two arguments. */
function oneTierList({ enabled_tiers_all, ...rest }: Loose): Loose {
  return { ...rest, ...(enabled_tiers_all !== undefined && { enabled_tiers: enabled_tiers_all }) };
}

export const BUDGETS_ROWS = {
  'GET /organization/projects/{project_id}/spend_limit': {
    tool: 'get_project_spend_limit',
    send: (sdk, call) => sdk.admin.organization.projects.spendLimit.retrieve(call.project_id),
  },
  'POST /organization/projects/{project_id}/spend_limit': {
    tool: 'update_project_spend_limit',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.spendLimit.update(project_id, inCents(body)),
  },
  'DELETE /organization/projects/{project_id}/spend_limit': {
    tool: 'delete_project_spend_limit',
    send: (sdk, call) => sdk.admin.organization.projects.spendLimit.delete(call.project_id),
  },
  'GET /organization/projects/{project_id}/spend_alerts': {
    tool: 'list_project_spend_alerts',
    send: (sdk, { project_id, ...query }) =>
      sdk.admin.organization.projects.spendAlerts.list(project_id, query),
  },
  'POST /organization/projects/{project_id}/spend_alerts': {
    tool: 'create_project_spend_alert',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.spendAlerts.create(project_id, inCents(body)),
  },
  'GET /organization/projects/{project_id}/spend_alerts/{alert_id}': {
    tool: 'get_project_spend_alert',
    send: (sdk, { alert_id, ...rest }) =>
      sdk.admin.organization.projects.spendAlerts.retrieve(alert_id, rest),
  },
  'POST /organization/projects/{project_id}/spend_alerts/{alert_id}': {
    tool: 'update_project_spend_alert',
    send: (sdk, { alert_id, ...rest }) =>
      sdk.admin.organization.projects.spendAlerts.update(alert_id, inCents(rest)),
  },
  'DELETE /organization/projects/{project_id}/spend_alerts/{alert_id}': {
    tool: 'delete_project_spend_alert',
    send: (sdk, { alert_id, ...rest }) => sdk.admin.organization.projects.spendAlerts.delete(alert_id, rest),
  },
  'GET /organization/spend_limit': {
    tool: 'get_spend_limit',
    send: (sdk) => sdk.admin.organization.spendLimit.retrieve(),
  },
  'POST /organization/spend_limit': {
    tool: 'update_spend_limit',
    send: (sdk, body) => sdk.admin.organization.spendLimit.update(inCents(body)),
  },
  'DELETE /organization/spend_limit': {
    tool: 'delete_spend_limit',
    send: (sdk) => sdk.admin.organization.spendLimit.delete(),
  },
  'GET /organization/spend_alerts': {
    tool: 'list_spend_alerts',
    send: (sdk, query) => sdk.admin.organization.spendAlerts.list(query),
  },
  'POST /organization/spend_alerts': {
    tool: 'create_spend_alert',
    send: (sdk, body) => sdk.admin.organization.spendAlerts.create(inCents(body)),
  },
  'GET /organization/spend_alerts/{alert_id}': {
    tool: 'get_spend_alert',
    send: (sdk, call) => sdk.admin.organization.spendAlerts.retrieve(call.alert_id),
  },
  'POST /organization/spend_alerts/{alert_id}': {
    tool: 'update_spend_alert',
    send: (sdk, { alert_id, ...body }) => sdk.admin.organization.spendAlerts.update(alert_id, inCents(body)),
  },
  'DELETE /organization/spend_alerts/{alert_id}': {
    tool: 'delete_spend_alert',
    send: (sdk, call) => sdk.admin.organization.spendAlerts.delete(call.alert_id),
  },
  'GET /organization/projects/{project_id}/model_permissions': {
    tool: 'get_model_permissions',
    send: (sdk, call) => sdk.admin.organization.projects.modelPermissions.retrieve(call.project_id),
  },
  'POST /organization/projects/{project_id}/model_permissions': {
    tool: 'update_model_permissions',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.modelPermissions.update(project_id, body),
  },
  'DELETE /organization/projects/{project_id}/model_permissions': {
    tool: 'delete_model_permissions',
    send: (sdk, call) => sdk.admin.organization.projects.modelPermissions.delete(call.project_id),
  },
  'GET /organization/projects/{project_id}/hosted_tool_permissions': {
    tool: 'get_hosted_tool_permissions',
    send: (sdk, call) => sdk.admin.organization.projects.hostedToolPermissions.retrieve(call.project_id),
  },
  'POST /organization/projects/{project_id}/hosted_tool_permissions': {
    tool: 'update_hosted_tool_permissions',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.hostedToolPermissions.update(project_id, body),
  },
  'GET /organization/projects/{project_id}/service_tier_settings': {
    tool: 'get_service_tier_settings',
    send: (sdk, call) => sdk.admin.organization.projects.serviceTierSettings.retrieve(call.project_id),
  },
  'POST /organization/projects/{project_id}/service_tier_settings': {
    tool: 'update_service_tier_settings',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.serviceTierSettings.update(project_id, oneTierList(body)),
  },
  'GET /organization/projects/{project_id}/data_retention': {
    tool: 'get_project_data_retention',
    send: (sdk, call) => sdk.admin.organization.projects.dataRetention.retrieve(call.project_id),
  },
  'POST /organization/projects/{project_id}/data_retention': {
    tool: 'update_project_data_retention',
    send: (sdk, { project_id, ...body }) =>
      sdk.admin.organization.projects.dataRetention.update(project_id, body),
  },
  'GET /organization/data_retention': {
    tool: 'get_data_retention',
    send: (sdk) => sdk.admin.organization.dataRetention.retrieve(),
  },
  'POST /organization/data_retention': {
    tool: 'update_data_retention',
    send: (sdk, body) => sdk.admin.organization.dataRetention.update(body),
  },
} satisfies Partial<Record<FurtherOperation, Row>>;
