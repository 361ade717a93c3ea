/** The calls of the official SDK for what limits projects: money, models, tools, service tiers, retention. */
import type OpenAI from 'openai';
import { expect } from 'vitest';
import { collectAll, deleted } from './running-sandbox.ts';

export async function workOnPolicies(client: OpenAI): Promise<void> {
  const { organization } = client.admin;
  const { projects } = organization;
  const { id: project_id } = await projects.create({ name: 'SDK policies' });

  const limit = { threshold_amount: 50_000, currency: 'USD', interval: 'month' } as const;
  expect(await organization.spendLimit.retrieve()).toMatchObject({ object: 'organization.spend_limit' });
  expect(await organization.spendLimit.update({ ...limit, threshold_amount: 9_000_000 })).toEqual({
    object: 'organization.spend_limit',
    ...limit,
    threshold_amount: 9_000_000,
    enforcement: { status: 'inactive' },
  });
  expect(await organization.spendLimit.delete()).toEqual(deleted('organization.spend_limit.deleted'));
  await projects.spendLimit.update(project_id, limit);
  expect(await projects.spendLimit.retrieve(project_id)).toEqual({
    object: 'project.spend_limit',
    ...limit,
    enforcement: { status: 'inactive' },
  });
  expect(await projects.spendLimit.delete(project_id)).toEqual(deleted('project.spend_limit.deleted'));
  await workOnAlerts(client, project_id);

  const permissions = { mode: 'allow_list', model_ids: ['gpt-5-mini'] } as const;
  expect(
    await projects.modelPermissions.update(project_id, { ...permissions, model_ids: ['gpt-5-mini'] }),
  ).toEqual({ object: 'project.model_permissions', ...permissions });
  expect(await projects.modelPermissions.retrieve(project_id)).toMatchObject(permissions);
  expect(await projects.modelPermissions.delete(project_id)).toEqual(
    deleted('project.model_permissions.deleted'),
  );

  const tools = await projects.hostedToolPermissions.retrieve(project_id);
  expect(
    await projects.hostedToolPermissions.update(project_id, { mcp: { enabled: false }, web_search: null }),
  ).toEqual({ ...tools, mcp: { enabled: false } });

  expect(await projects.serviceTierSettings.update(project_id, { enabled_tiers: ['flex'] })).toEqual({
    object: 'project.service_tier_settings',
    default: 'standard',
    enabled_tiers: ['flex'],
  });
  expect(await projects.serviceTierSettings.retrieve(project_id)).toMatchObject({ enabled_tiers: ['flex'] });

  expect(await organization.dataRetention.update({ retention_type: 'zero_data_retention' })).toEqual({
    object: 'organization.data_retention',
    type: 'zero_data_retention',
  });
  expect(await organization.dataRetention.retrieve()).toMatchObject({ type: 'zero_data_retention' });
  expect(await projects.dataRetention.update(project_id, { retention_type: 'none' })).toEqual({
    object: 'project.data_retention',
    type: 'none',
  });
  expect(await projects.dataRetention.retrieve(project_id)).toMatchObject({ type: 'none' });
}

async function workOnAlerts(client: OpenAI, project_id: string): Promise<void> {
  const { spendAlerts, projects } = client.admin.organization;
  const alert = {
    threshold_amount: 1_000,
    currency: 'USD' as const,
    interval: 'month' as const,
    notification_channel: { type: 'email' as const, recipients: ['a@halden-works.example'] },
  };
  const seeded = (await collectAll(spendAlerts.list({ limit: 1 }))).map((row) => row.id);
  expect(seeded).toHaveLength(2);
  const own = await spendAlerts.create(alert);
  expect(own).toEqual({ id: own.id, object: 'organization.spend_alert', ...alert });
  expect(await spendAlerts.update(own.id, { ...alert, threshold_amount: 0 })).toMatchObject({
    id: own.id,
    threshold_amount: 0,
  });
  expect(await spendAlerts.retrieve(own.id)).toMatchObject({ threshold_amount: 0 });
  expect(await spendAlerts.delete(own.id)).toEqual(deleted('organization.spend_alert.deleted', own.id));

  const first = await projects.spendAlerts.create(project_id, alert);
  const second = await projects.spendAlerts.create(project_id, { ...alert, threshold_amount: 2_000 });
  expect(first.object).toBe('project.spend_alert');
  const rows = (await collectAll(projects.spendAlerts.list(project_id, { limit: 1, order: 'desc' }))).map(
    (row) => row.id,
  );
  expect(rows).toEqual([second.id, first.id]);
  const notification_channel = { ...alert.notification_channel, subject_prefix: 'SDK' };
  expect(
    await projects.spendAlerts.update(first.id, { project_id, ...alert, notification_channel }),
  ).toMatchObject({ notification_channel });
  expect(await projects.spendAlerts.retrieve(first.id, { project_id })).toMatchObject({
    notification_channel,
  });
  expect(await projects.spendAlerts.delete(first.id, { project_id })).toMatchObject({
    object: 'project.spend_alert.deleted',
  });
}
