/** Which scope of a restricted key an operation asks for. */
import type { Operation } from './operation.ts';

/** By the first segment of the path. Every operation of the organization falls under one scope. */
const PROJECT_SCOPES: Record<string, string> = {
  batches: 'api.batch',
  chat: 'api.chat.completions',
  containers: 'api.containers',
  files: 'api.files',
  fine_tuning: 'api.fine_tuning.jobs',
  models: 'api.model',
  vector_stores: 'api.vector_stores',
  webhook_endpoints: 'api.webhooks',
  webhook_event_types: 'api.webhooks',
};

/** The scope that a key must hold, such as `api.files.read`. */
export function scopeOf({ key, path, readsOnly }: Operation): string {
  const family = key === 'admin' ? 'api.management' : PROJECT_SCOPES[path.split('/')[1] ?? ''];
  if (family === undefined) throw new Error(`no scope is known for ${path}`);
  return `${family}.${readsOnly ? 'read' : 'write'}`;
}
