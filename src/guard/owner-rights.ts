/** Which roles give what an owner has: by what they are called, and by their permissions. Pure. */
import { quote } from '../text/clean.ts';

/** Why a role gives an owner's rights, or may; undefined where it surely does not. */
export type OwnerRights = { certain: boolean; because: string };

/** OpenAI's own roles below an owner's. */
const LOWER_ROLES = ['reader', 'member', 'viewer', 'none'];

/** What such a permission lets anybody do changes nobody's access. */
const HARMLESS_ACTIONS = ['read', 'list', 'view', 'request'];

/**
 * What people work with; who may change it has no more access afterwards. OpenAI publishes no list of permissions, so
 * whatever is not named here counts as one by which somebody may become an owner.
 */
const WORK = new Set([
  'assistants',
  'audio',
  'batch',
  'batches',
  'chat_completions',
  'containers',
  'conversations',
  'embeddings',
  'evals',
  'files',
  'fine_tuning',
  'images',
  'model',
  'model_capabilities',
  'models',
  'moderations',
  'prompts',
  'realtime',
  'responses',
  'threads',
  'uploads',
  'vector_stores',
  'videos',
]);

/** @param where "organization" or "project" */
export function rightsOfRole(role: Record<string, unknown>, where: string): OwnerRights | undefined {
  const name = typeof role.name === 'string' ? role.name : '';
  const plain = name.toLowerCase();
  // Anybody may call a role of their own Owner, or Reader.
  if (plain === 'owner' && role.predefined_role !== false) {
    return { certain: true, because: `The role ${quote(name)} is that of the owners of the ${where}.` };
  }
  if (role.predefined_role === true && LOWER_ROLES.includes(plain)) return undefined;
  if (!Array.isArray(role.permissions)) {
    return { certain: false, because: `What the role ${quote(name)} permits could not be read.` };
  }
  return rightsOfPermissions(role.permissions, `The role ${quote(name)}`);
}

/** @param whose begins the sentence */
export function rightsOfPermissions(permissions: readonly unknown[], whose: string): OwnerRights | undefined {
  const grave = permissions.filter((permission) => !isHarmless(permission)).map(String);
  if (grave.length === 0) return undefined;
  const rest = grave.length > MAX_TOLD ? ` and ${grave.length - MAX_TOLD} more` : '';
  const told = grave.slice(0, MAX_TOLD).map((permission) => quote(permission));
  return {
    certain: false,
    because: `${whose} has permissions that owners have, or that are not known to give less: ${told.join(', ')}${rest}.`,
  };
}

const MAX_TOLD = 6;

/** By a plain role of the API, such as `owner`; "unknown" where it is none of them and may be an ID. */
export function isPlainOwner(role: string): boolean | 'unknown' {
  if (role.toLowerCase() === 'owner') return true;
  return LOWER_ROLES.includes(role.toLowerCase()) ? false : 'unknown';
}

function isHarmless(permission: unknown): boolean {
  if (typeof permission !== 'string') return false;
  const [, resource = '', ...rest] = permission.split('.');
  const action = rest.at(-1) ?? '';
  return HARMLESS_ACTIONS.includes(action) || (rest.length > 0 && WORK.has(resource));
}
