/** The calls of the official SDK for what a project holds: webhooks, files, batches, models, jobs, chats, containers. */
import type OpenAI from 'openai';
import { expect } from 'vitest';
import { collectAll, deleted, startSeconds } from './running-sandbox.ts';

export async function workOnResources(client: OpenAI): Promise<void> {
  await workOnWebhooks(client);
  await workOnFilesAndBatches(client);
  await workOnFineTuning(client);
  await workOnChatCompletions(client);
  await workOnContainers(client);
}

async function workOnWebhooks({ webhooks }: OpenAI): Promise<void> {
  const { data: eventTypes } = await webhooks.eventTypes.list();
  expect(eventTypes).toContain('batch.completed');
  const created = await webhooks.create({
    name: 'SDK',
    url: 'https://hooks.halden-works.example/sdk',
    event_types: ['batch.completed'],
  });
  expect(created).toMatchObject({ object: 'webhook_endpoint', created_at: startSeconds });
  expect(created.signing_secret).toMatch(/^whsec_sandbox\w{20,}$/);
  const { signing_secret, ...endpoint } = created;
  expect(await webhooks.retrieve(created.id)).toEqual(endpoint);
  expect(await webhooks.update(created.id, { event_types: ['batch.failed'] })).toMatchObject({
    event_types: ['batch.failed'],
  });
  const rotated = await webhooks.rotateSecret(created.id, { keep_old_secret_active_for_24_hours: true });
  expect(rotated.signing_secret).not.toBe(signing_secret);
  expect(rotated.signing_secret_hint?.slice(-4)).toBe(rotated.signing_secret.slice(-4));
  expect(await webhooks.test(created.id, { event_type: 'batch.failed' })).toEqual({
    object: 'webhook_endpoint.test',
    webhook_endpoint_id: created.id,
    event_type: 'batch.failed',
    success: true,
    status_code: 200,
  });
  const ids = (await collectAll(webhooks.list({ limit: 1 }))).map((row) => row.id);
  expect(ids).toHaveLength(3);
  expect(ids[0]).toBe(created.id);
  expect(await webhooks.delete(created.id)).toEqual(deleted('webhook_endpoint.deleted', created.id));
}

async function workOnFilesAndBatches({ files, batches }: OpenAI): Promise<void> {
  const inputs = (await collectAll(files.list({ purpose: 'batch', limit: 3 }))).map((file) => file.id);
  expect(inputs).toHaveLength(8);
  const rows = await collectAll(batches.list({ limit: 3 }));
  expect(rows).toHaveLength(8);
  expect(rows.map((batch) => batch.input_file_id).sort()).toEqual([...inputs].sort());
  const running = rows.find(({ status }) => status === 'in_progress')?.id ?? '';
  expect(await batches.cancel(running)).toMatchObject({ status: 'cancelling', cancelling_at: startSeconds });
  expect(await batches.retrieve(running)).toMatchObject({ object: 'batch', status: 'cancelling' });
  const [id = ''] = inputs;
  expect(await files.retrieve(id)).toMatchObject({ object: 'file', purpose: 'batch', status: 'processed' });
  expect(await files.delete(id)).toEqual(deleted('file', id));
}

async function workOnFineTuning(client: OpenAI): Promise<void> {
  const { jobs, checkpoints } = client.fineTuning;
  const rows = await collectAll(jobs.list({ limit: 1 }));
  expect(rows.map(({ status }) => status)).toEqual(['queued', 'running', 'succeeded', 'succeeded']);
  const running = rows[1]?.id ?? '';
  expect(await jobs.pause(running)).toMatchObject({ status: 'queued' });
  expect(await jobs.resume(running)).toMatchObject({ status: 'running' });
  expect(await jobs.cancel(running)).toMatchObject({ status: 'cancelled', finished_at: startSeconds });
  expect(await jobs.retrieve(running)).toMatchObject({ object: 'fine_tuning.job', status: 'cancelled' });
  const messages = (await collectAll(jobs.listEvents(running, { limit: 4 }))).map((event) => event.message);
  expect(messages.slice(0, 3)).toEqual([
    'Fine-tuning job cancelled',
    'Fine-tuning job resumed',
    'Fine-tuning job paused',
  ]);
  const finished = rows[2];
  const steps = (await collectAll(jobs.checkpoints.list(finished?.id ?? '', { limit: 2 }))).map((row) => [
    row.step_number,
    row.fine_tuned_model_checkpoint,
  ]);
  const fine_tuned_model_checkpoint = finished?.fine_tuned_model ?? '';
  expect(steps).toEqual([
    [120, fine_tuned_model_checkpoint],
    [80, `${fine_tuned_model_checkpoint}:ckpt-step-80`],
    [40, `${fine_tuned_model_checkpoint}:ckpt-step-40`],
  ]);

  const { permissions } = checkpoints;
  const projects = (await client.admin.organization.projects.list({ limit: 3 })).data.map(({ id }) => id);
  const granted = await permissions.create(fine_tuned_model_checkpoint, { project_ids: projects });
  expect(granted.data.map((row) => row.project_id)).toEqual(projects);
  const listed = (
    await collectAll(permissions.list(fine_tuned_model_checkpoint, { limit: 2, order: 'ascending' }))
  ).map((row) => row.id);
  expect(listed).toEqual(granted.data.map((row) => row.id));
  const [id = ''] = listed;
  expect(await permissions.delete(id, { fine_tuned_model_checkpoint })).toEqual(
    deleted('checkpoint.permission', id),
  );

  const { models } = client;
  expect((await models.list()).data).toHaveLength(18);
  expect(await models.retrieve('gpt-4o')).toMatchObject({ object: 'model', shutdown_date: '2027-01-14' });
  expect(await models.delete(fine_tuned_model_checkpoint)).toMatchObject({
    id: fine_tuned_model_checkpoint,
    deleted: true,
  });
  expect((await models.list()).data).toHaveLength(17);
}

async function workOnChatCompletions(client: OpenAI): Promise<void> {
  const { completions } = client.chat;
  const rows = await collectAll(completions.list({ limit: 3, model: 'gpt-6-astra-mini' }));
  expect(rows).toHaveLength(10);
  const id = rows[0]?.id ?? '';
  expect(await completions.update(id, { metadata: { reviewed: 'yes' } })).toMatchObject({
    object: 'chat.completion',
    metadata: { reviewed: 'yes' },
  });
  expect((await completions.list({ metadata: { reviewed: 'yes' } })).data.map((row) => row.id)).toEqual([id]);
  expect((await completions.retrieve(id)).choices[0]?.message.role).toBe('assistant');
  const roles = (await collectAll(completions.messages.list(id, { limit: 1 }))).map(
    (message) => message.role,
  );
  expect(roles).toEqual(['system', 'user']);
  expect(await completions.delete(id)).toEqual(deleted('chat.completion.deleted', id));
}

async function workOnContainers({ containers }: OpenAI): Promise<void> {
  const rows = await collectAll(containers.list({ limit: 1, order: 'asc', name: 'Ticket statistics' }));
  expect(rows).toHaveLength(2);
  const container_id = rows.find(({ memory_limit }) => memory_limit === '1g')?.id ?? '';
  expect(await containers.retrieve(container_id)).toMatchObject({ object: 'container', status: 'running' });
  const files = (await collectAll(containers.files.list(container_id, { limit: 2 }))).map((file) => file.id);
  expect(files).toHaveLength(3);
  const [fileId = ''] = files;
  expect(await containers.files.retrieve(fileId, { container_id })).toMatchObject({
    object: 'container.file',
    container_id,
    path: '/mnt/data/summary.md',
  });
  expect(await containers.files.delete(fileId, { container_id })).toBeFalsy();
  expect(await containers.delete(container_id)).toBeFalsy();
}
