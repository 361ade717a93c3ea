/** Owns what each core operation is in the official SDK, and how our arguments map to its own. */
import type OpenAI from 'openai';
import type { CoreOperation } from '../catalogue/core-operations.ts';
import type { Loose, Row } from './row.ts';

const projects = (sdk: OpenAI) => sdk.admin.organization.projects;
const users = (sdk: OpenAI) => sdk.admin.organization.users;
const usage = (sdk: OpenAI) => sdk.admin.organization.usage;
const stores = (sdk: OpenAI) => sdk.vectorStores;

const PROJECT = '/organization/projects/{project_id}';
const STORE = '/vector_stores/{vector_store_id}';

/** Category in our tool, and the method of the SDK. */
const USAGE_ROWS = {
  audio_speeches: 'audioSpeeches',
  audio_transcriptions: 'audioTranscriptions',
  code_interpreter_sessions: 'codeInterpreterSessions',
  completions: 'completions',
  decisions: 'decisions',
  embeddings: 'embeddings',
  file_search_calls: 'fileSearchCalls',
  images: 'images',
  moderations: 'moderations',
  vector_stores: 'vectorStores',
  web_search_calls: 'webSearchCalls',
} as const;

function usageRow(category: keyof typeof USAGE_ROWS): Row {
  return {
    tool: 'list_usage',
    fixed: { category },
    send: (sdk, { category: _, ...query }) => usage(sdk)[USAGE_ROWS[category]](query),
  };
}

/** Our filters keep the type of a value in the argument's name; the API has one `value` for all. */
function toApiFilter({
  value_number,
  value_boolean,
  value_list,
  value_numbers,
  filters,
  ...rest
}: Loose): Loose {
  const value = rest.value ?? value_number ?? value_boolean ?? value_list ?? value_numbers;
  return {
    ...rest,
    ...(value !== undefined && { value }),
    ...(filters !== undefined && { filters: filters.map(toApiFilter) }),
  };
}

export const CORE_ROWS: Record<CoreOperation, Row> = {
  'GET /organization/projects': { tool: 'list_projects', send: (sdk, query) => projects(sdk).list(query) },
  'POST /organization/projects': { tool: 'create_project', send: (sdk, body) => projects(sdk).create(body) },
  [`GET ${PROJECT}`]: { tool: 'get_project', send: (sdk, call) => projects(sdk).retrieve(call.project_id) },
  [`POST ${PROJECT}`]: {
    tool: 'update_project',
    send: (sdk, { project_id, ...body }) => projects(sdk).update(project_id, body),
  },
  [`POST ${PROJECT}/archive`]: {
    tool: 'archive_project',
    send: (sdk, call) => projects(sdk).archive(call.project_id),
  },
  [`GET ${PROJECT}/users`]: {
    tool: 'list_project_users',
    send: (sdk, { project_id, ...query }) => projects(sdk).users.list(project_id, query),
  },
  [`POST ${PROJECT}/users`]: {
    tool: 'create_project_user',
    send: (sdk, { project_id, ...body }) => projects(sdk).users.create(project_id, body),
  },
  [`GET ${PROJECT}/users/{user_id}`]: {
    tool: 'get_project_user',
    send: (sdk, { user_id, ...rest }) => projects(sdk).users.retrieve(user_id, rest),
  },
  [`POST ${PROJECT}/users/{user_id}`]: {
    tool: 'update_project_user',
    send: (sdk, { user_id, ...rest }) => projects(sdk).users.update(user_id, rest),
  },
  [`DELETE ${PROJECT}/users/{user_id}`]: {
    tool: 'delete_project_user',
    send: (sdk, { user_id, ...rest }) => projects(sdk).users.delete(user_id, rest),
  },
  [`GET ${PROJECT}/service_accounts`]: {
    tool: 'list_project_service_accounts',
    send: (sdk, { project_id, ...query }) => projects(sdk).serviceAccounts.list(project_id, query),
  },
  [`POST ${PROJECT}/service_accounts`]: {
    tool: 'create_project_service_account',
    send: (sdk, { project_id, ...body }) => projects(sdk).serviceAccounts.create(project_id, body),
  },
  [`GET ${PROJECT}/service_accounts/{service_account_id}`]: {
    tool: 'get_project_service_account',
    send: (sdk, { service_account_id, ...rest }) =>
      projects(sdk).serviceAccounts.retrieve(service_account_id, rest),
  },
  [`POST ${PROJECT}/service_accounts/{service_account_id}`]: {
    tool: 'update_project_service_account',
    send: (sdk, { service_account_id, ...rest }) =>
      projects(sdk).serviceAccounts.update(service_account_id, rest),
  },
  [`DELETE ${PROJECT}/service_accounts/{service_account_id}`]: {
    tool: 'delete_project_service_account',
    send: (sdk, { service_account_id, ...rest }) =>
      projects(sdk).serviceAccounts.delete(service_account_id, rest),
  },
  [`POST ${PROJECT}/service_accounts/{service_account_id}/api_keys`]: {
    tool: 'create_service_account_api_key',
    send: (sdk, { service_account_id, ...rest }) =>
      projects(sdk).serviceAccounts.apiKeys.create(service_account_id, rest),
  },
  [`GET ${PROJECT}/api_keys`]: {
    tool: 'list_project_api_keys',
    send: (sdk, { project_id, ...query }) => projects(sdk).apiKeys.list(project_id, query),
  },
  [`GET ${PROJECT}/api_keys/{api_key_id}`]: {
    tool: 'get_project_api_key',
    send: (sdk, { api_key_id, ...rest }) => projects(sdk).apiKeys.retrieve(api_key_id, rest),
  },
  [`POST ${PROJECT}/api_keys/{api_key_id}`]: {
    tool: 'update_project_api_key',
    send: (sdk, { api_key_id, ...rest }) => projects(sdk).apiKeys.update(api_key_id, rest),
  },
  [`DELETE ${PROJECT}/api_keys/{api_key_id}`]: {
    tool: 'delete_project_api_key',
    send: (sdk, { api_key_id, ...rest }) => projects(sdk).apiKeys.delete(api_key_id, rest),
  },
  [`GET ${PROJECT}/rate_limits`]: {
    tool: 'list_project_rate_limits',
    send: (sdk, { project_id, ...query }) => projects(sdk).rateLimits.listRateLimits(project_id, query),
  },
  [`POST ${PROJECT}/rate_limits/{rate_limit_id}`]: {
    tool: 'update_project_rate_limit',
    send: (sdk, { rate_limit_id, ...rest }) => projects(sdk).rateLimits.updateRateLimit(rate_limit_id, rest),
  },
  'GET /organization/users': { tool: 'list_users', send: (sdk, query) => users(sdk).list(query) },
  'GET /organization/users/{user_id}': {
    tool: 'get_user',
    send: (sdk, call) => users(sdk).retrieve(call.user_id),
  },
  'POST /organization/users/{user_id}': {
    tool: 'update_user',
    send: (sdk, { user_id, ...body }) => users(sdk).update(user_id, body),
  },
  'DELETE /organization/users/{user_id}': {
    tool: 'delete_user',
    send: (sdk, call) => users(sdk).delete(call.user_id),
  },
  'GET /organization/audit_logs': {
    tool: 'list_audit_logs',
    send: (sdk, query) => sdk.admin.organization.auditLogs.list(query),
  },
  'GET /organization/costs': { tool: 'list_costs', send: (sdk, query) => usage(sdk).costs(query) },
  'GET /organization/usage/audio_speeches': usageRow('audio_speeches'),
  'GET /organization/usage/audio_transcriptions': usageRow('audio_transcriptions'),
  'GET /organization/usage/code_interpreter_sessions': usageRow('code_interpreter_sessions'),
  'GET /organization/usage/completions': usageRow('completions'),
  'GET /organization/usage/decisions': usageRow('decisions'),
  'GET /organization/usage/embeddings': usageRow('embeddings'),
  'GET /organization/usage/file_search_calls': usageRow('file_search_calls'),
  'GET /organization/usage/images': usageRow('images'),
  'GET /organization/usage/moderations': usageRow('moderations'),
  'GET /organization/usage/vector_stores': usageRow('vector_stores'),
  'GET /organization/usage/web_search_calls': usageRow('web_search_calls'),
  'GET /vector_stores': { tool: 'list_vector_stores', send: (sdk, query) => stores(sdk).list(query) },
  'POST /vector_stores': { tool: 'create_vector_store', send: (sdk, body) => stores(sdk).create(body) },
  [`GET ${STORE}`]: {
    tool: 'get_vector_store',
    send: (sdk, call) => stores(sdk).retrieve(call.vector_store_id),
  },
  [`POST ${STORE}`]: {
    tool: 'update_vector_store',
    send: (sdk, { vector_store_id, ...body }) => stores(sdk).update(vector_store_id, body),
  },
  [`DELETE ${STORE}`]: {
    tool: 'delete_vector_store',
    send: (sdk, call) => stores(sdk).delete(call.vector_store_id),
  },
  [`POST ${STORE}/search`]: {
    tool: 'search_vector_store',
    send: (sdk, { vector_store_id, queries, filters, ...body }) =>
      stores(sdk).search(vector_store_id, {
        ...body,
        query: body.query ?? queries,
        ...(filters !== undefined && { filters: toApiFilter(filters) }),
      }),
  },
  [`GET ${STORE}/files`]: {
    tool: 'list_vector_store_files',
    send: (sdk, { vector_store_id, ...query }) => stores(sdk).files.list(vector_store_id, query),
  },
  [`POST ${STORE}/files`]: {
    tool: 'create_vector_store_file',
    send: (sdk, { vector_store_id, ...body }) => stores(sdk).files.create(vector_store_id, body),
  },
  [`GET ${STORE}/files/{file_id}`]: {
    tool: 'get_vector_store_file',
    send: (sdk, { file_id, ...rest }) => stores(sdk).files.retrieve(file_id, rest),
  },
  [`POST ${STORE}/files/{file_id}`]: {
    tool: 'update_vector_store_file',
    send: (sdk, { file_id, ...rest }) => stores(sdk).files.update(file_id, rest),
  },
  [`DELETE ${STORE}/files/{file_id}`]: {
    tool: 'delete_vector_store_file',
    send: (sdk, { file_id, ...rest }) => stores(sdk).files.delete(file_id, rest),
  },
  [`GET ${STORE}/files/{file_id}/content`]: {
    tool: 'get_vector_store_file_content',
    send: (sdk, { file_id, ...rest }) => stores(sdk).files.content(file_id, rest),
  },
  [`POST ${STORE}/file_batches`]: {
    tool: 'create_vector_store_file_batch',
    send: (sdk, { vector_store_id, ...body }) => stores(sdk).fileBatches.create(vector_store_id, body),
  },
  [`GET ${STORE}/file_batches/{batch_id}`]: {
    tool: 'get_vector_store_file_batch',
    send: (sdk, { batch_id, ...rest }) => stores(sdk).fileBatches.retrieve(batch_id, rest),
  },
  [`POST ${STORE}/file_batches/{batch_id}/cancel`]: {
    tool: 'cancel_vector_store_file_batch',
    send: (sdk, { batch_id, ...rest }) => stores(sdk).fileBatches.cancel(batch_id, rest),
  },
  [`GET ${STORE}/file_batches/{batch_id}/files`]: {
    tool: 'list_vector_store_file_batch_files',
    send: (sdk, { batch_id, ...rest }) => stores(sdk).fileBatches.listFiles(batch_id, rest),
  },
};
