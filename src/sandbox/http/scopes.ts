/** Which scope of a restricted key an operation asks for. */
import type { Operation } from './operation.ts';

/** By the first segment of the path, where the scope is not named like it. */
const PROJECT_SCOPES: Record<string, string> = {
  batches: 'batch',
  chat: 'chat.completions',
  fine_tuning: 'fine_tuning.jobs',
  models: 'model',
  webhook_endpoints: 'webhooks',
  webhook_event_types: 'webhooks',
};

/** The scope that a key must hold, such as `api.files.read`. */
export function scopeOf({ key, path, readsOnly }: Operation): string {
  const [, segment = ''] = path.split('/');
  // Every operation of the organization falls under one scope.
  const family = key === 'admin' ? 'management' : (PROJECT_SCOPES[segment] ?? segment);
  return `api.${family}.${readsOnly ? 'read' : 'write'}`;
}
