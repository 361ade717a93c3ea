/** Owns what the operations on what belongs to one project key: files, batches, jobs, containers and the like are in the official SDK. */
import type { FurtherOperation } from '../catalogue/further-operations.ts';
import type { Row } from './row.ts';

export const RESOURCES_ROWS = {
  'GET /files': { tool: 'list_files', send: (sdk, query) => sdk.files.list(query) },
  'GET /files/{file_id}': { tool: 'get_file', send: (sdk, call) => sdk.files.retrieve(call.file_id) },
  'DELETE /files/{file_id}': { tool: 'delete_file', send: (sdk, call) => sdk.files.delete(call.file_id) },
  'GET /models': { tool: 'list_models', send: (sdk) => sdk.models.list() },
  'GET /models/{model}': { tool: 'get_model', send: (sdk, call) => sdk.models.retrieve(call.model) },
  'DELETE /models/{model}': { tool: 'delete_model', send: (sdk, call) => sdk.models.delete(call.model) },
  'GET /batches': { tool: 'list_batches', send: (sdk, query) => sdk.batches.list(query) },
  'GET /batches/{batch_id}': { tool: 'get_batch', send: (sdk, call) => sdk.batches.retrieve(call.batch_id) },
  'POST /batches/{batch_id}/cancel': {
    tool: 'cancel_batch',
    send: (sdk, call) => sdk.batches.cancel(call.batch_id),
  },
  'GET /fine_tuning/jobs': {
    tool: 'list_fine_tuning_jobs',
    send: (sdk, query) => sdk.fineTuning.jobs.list(query),
  },
  'GET /fine_tuning/jobs/{fine_tuning_job_id}': {
    tool: 'get_fine_tuning_job',
    send: (sdk, call) => sdk.fineTuning.jobs.retrieve(call.fine_tuning_job_id),
  },
  'POST /fine_tuning/jobs/{fine_tuning_job_id}/cancel': {
    tool: 'cancel_fine_tuning_job',
    send: (sdk, call) => sdk.fineTuning.jobs.cancel(call.fine_tuning_job_id),
  },
  'GET /fine_tuning/jobs/{fine_tuning_job_id}/checkpoints': {
    tool: 'list_fine_tuning_job_checkpoints',
    send: (sdk, { fine_tuning_job_id, ...query }) =>
      sdk.fineTuning.jobs.checkpoints.list(fine_tuning_job_id, query),
  },
  'GET /fine_tuning/jobs/{fine_tuning_job_id}/events': {
    tool: 'list_fine_tuning_job_events',
    send: (sdk, { fine_tuning_job_id, ...query }) =>
      sdk.fineTuning.jobs.listEvents(fine_tuning_job_id, query),
  },
  'POST /fine_tuning/jobs/{fine_tuning_job_id}/pause': {
    tool: 'pause_fine_tuning_job',
    send: (sdk, call) => sdk.fineTuning.jobs.pause(call.fine_tuning_job_id),
  },
  'POST /fine_tuning/jobs/{fine_tuning_job_id}/resume': {
    tool: 'resume_fine_tuning_job',
    send: (sdk, call) => sdk.fineTuning.jobs.resume(call.fine_tuning_job_id),
  },
  'GET /fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions': {
    tool: 'list_checkpoint_permissions',
    send: (sdk, { fine_tuned_model_checkpoint, ...query }) =>
      sdk.fineTuning.checkpoints.permissions.list(fine_tuned_model_checkpoint, query),
  },
  'POST /fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions': {
    tool: 'create_checkpoint_permissions',
    send: (sdk, { fine_tuned_model_checkpoint, ...body }) =>
      sdk.fineTuning.checkpoints.permissions.create(fine_tuned_model_checkpoint, body),
  },
  'DELETE /fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions/{permission_id}': {
    tool: 'delete_checkpoint_permission',
    send: (sdk, { permission_id, ...rest }) =>
      sdk.fineTuning.checkpoints.permissions.delete(permission_id, rest),
  },
  'GET /chat/completions': {
    tool: 'list_chat_completions',
    send: (sdk, query) => sdk.chat.completions.list(query),
  },
  'GET /chat/completions/{completion_id}': {
    tool: 'get_chat_completion',
    send: (sdk, call) => sdk.chat.completions.retrieve(call.completion_id),
  },
  'POST /chat/completions/{completion_id}': {
    tool: 'update_chat_completion',
    send: (sdk, { completion_id, ...body }) => sdk.chat.completions.update(completion_id, body),
  },
  'DELETE /chat/completions/{completion_id}': {
    tool: 'delete_chat_completion',
    send: (sdk, call) => sdk.chat.completions.delete(call.completion_id),
  },
  'GET /chat/completions/{completion_id}/messages': {
    tool: 'list_chat_completion_messages',
    send: (sdk, { completion_id, ...query }) => sdk.chat.completions.messages.list(completion_id, query),
  },
  'GET /containers': { tool: 'list_containers', send: (sdk, query) => sdk.containers.list(query) },
  'GET /containers/{container_id}': {
    tool: 'get_container',
    send: (sdk, call) => sdk.containers.retrieve(call.container_id),
  },
  'DELETE /containers/{container_id}': {
    tool: 'delete_container',
    send: (sdk, call) => sdk.containers.delete(call.container_id),
  },
  'GET /containers/{container_id}/files': {
    tool: 'list_container_files',
    send: (sdk, { container_id, ...query }) => sdk.containers.files.list(container_id, query),
  },
  'GET /containers/{container_id}/files/{file_id}': {
    tool: 'get_container_file',
    send: (sdk, { file_id, ...rest }) => sdk.containers.files.retrieve(file_id, rest),
  },
  'DELETE /containers/{container_id}/files/{file_id}': {
    tool: 'delete_container_file',
    send: (sdk, { file_id, ...rest }) => sdk.containers.files.delete(file_id, rest),
  },
  'GET /webhook_endpoints': {
    tool: 'list_webhook_endpoints',
    send: (sdk, query) => sdk.webhooks.list(query),
  },
  'POST /webhook_endpoints': {
    tool: 'create_webhook_endpoint',
    send: (sdk, body) => sdk.webhooks.create(body),
  },
  'GET /webhook_endpoints/{webhook_endpoint_id}': {
    tool: 'get_webhook_endpoint',
    send: (sdk, call) => sdk.webhooks.retrieve(call.webhook_endpoint_id),
  },
  'POST /webhook_endpoints/{webhook_endpoint_id}': {
    tool: 'update_webhook_endpoint',
    send: (sdk, { webhook_endpoint_id, ...body }) => sdk.webhooks.update(webhook_endpoint_id, body),
  },
  'DELETE /webhook_endpoints/{webhook_endpoint_id}': {
    tool: 'delete_webhook_endpoint',
    send: (sdk, call) => sdk.webhooks.delete(call.webhook_endpoint_id),
  },
  'POST /webhook_endpoints/{webhook_endpoint_id}/rotate_secret': {
    tool: 'rotate_webhook_endpoint_secret',
    send: (sdk, { webhook_endpoint_id, ...body }) => sdk.webhooks.rotateSecret(webhook_endpoint_id, body),
  },
  'POST /webhook_endpoints/{webhook_endpoint_id}/test': {
    tool: 'test_webhook_endpoint',
    send: (sdk, { webhook_endpoint_id, ...body }) => sdk.webhooks.test(webhook_endpoint_id, body),
  },
  'GET /webhook_event_types': {
    tool: 'list_webhook_event_types',
    send: (sdk) => sdk.webhooks.eventTypes.list(),
  },
} satisfies Partial<Record<FurtherOperation, Row>>;
