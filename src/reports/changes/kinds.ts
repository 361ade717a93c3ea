/** Which events are asked for: by type, or by a part of it such as `deleted`, `api_key` or `role.assignment`. */
import { quote } from '../../text/clean.ts';
import { nearestFew } from '../../text/nearest.ts';
import { ArgumentError } from '../../tools/argument-error.ts';

/** Besides the parts of types: what makes somebody an owner. */
const OWNER = 'owner';
const MAKES_OWNERS = [
  'user.added',
  'user.updated',
  'invite.sent',
  'service_account.created',
  'service_account.updated',
  'role.assignment.created',
];

/** Events of the tenant stand in a list of their own, these two although their names do not say so. */
const OF_TENANT = ['role.bound_to_resource', 'role.unbound_from_resource'];

/** Types for each list; both are empty where everything that is not the tenant's is asked for. */
export type Kinds = { types: string[]; ofTenant: string[]; ownersOnly: boolean };

/** @throws ArgumentError for what is a part of no type */
export function readKinds(given: readonly string[], known: readonly string[]): Kinds {
  const kinds = given.map((kind) => kind.trim().toLowerCase()).filter((kind) => kind !== '');
  const found = kinds.flatMap((kind) => (kind === OWNER ? MAKES_OWNERS : typesOf(kind, known)));
  const types = [...new Set(found)];
  return {
    types: types.filter((type) => !isOfTenant(type)),
    ofTenant: types.filter(isOfTenant),
    ownersOnly: kinds.length > 0 && kinds.every((kind) => kind === OWNER),
  };
}

function typesOf(kind: string, known: readonly string[]): string[] {
  const types = known.filter((type) => holds(type, kind) && (!isOfTenant(type) || asksTenant(kind, type)));
  if (types.length > 0) return types;
  const parts = [...new Set([OWNER, ...known, ...known.flatMap((type) => type.split('.'))])];
  throw new ArgumentError([
    `kinds: no event is of the kind ${quote(kind)}. Pass a type or a part of one, such as ${nearestFew(kind, parts, 3).join(', ')}.`,
  ]);
}

/** Whole words of a type in a row. */
function holds(type: string, kind: string): boolean {
  return `.${type}.`.includes(`.${kind}.`);
}

function isOfTenant(type: string): boolean {
  return type.startsWith('tenant.') || OF_TENANT.includes(type);
}

function asksTenant(kind: string, type: string): boolean {
  return kind === type || kind.split('.')[0] === 'tenant';
}
