/** Who outside may sign in from a call on, and as which service account. */

import { toolAt } from '../reading/reader.ts';
import { quote } from '../text/clean.ts';
import type { Effect, EffectCase } from './effect.ts';

const UNTIL = 'until the former values are set again';

export async function trustsIssuer({ write }: EffectCase): Promise<Effect | undefined> {
  if (write.request.body?.enabled === false) return undefined;
  return {
    class: 'opens_access',
    risk: 'This lets an outside issuer say who may sign in.',
    because:
      'It is trusted as far as the rules of the provider go, until the provider is disabled or deleted.',
  };
}

export async function changesIssuer({ write }: EffectCase): Promise<Effect | undefined> {
  const decisive = ['issuer', 'audience', 'attribute_transformations', 'verification'];
  if (!sets(write.request.body, decisive)) return undefined;
  return {
    class: 'opens_access',
    risk: 'This changes which outside workloads may sign in.',
    because: `Some may be locked out, and others let in, ${UNTIL}.`,
  };
}

export async function letsWorkloadsIn({ write }: EffectCase): Promise<Effect | undefined> {
  if (write.request.body?.enabled === false) return undefined;
  return {
    class: 'opens_access',
    risk: 'This lets outside workloads act as the account.',
    because: 'Whoever holds a matching token acts as it from then on, until the rule is disabled or deleted.',
  };
}

export async function changesWhoComesIn(one: EffectCase): Promise<Effect | undefined> {
  if (!sets(one.write.request.body, ['attribute_matchers', 'permissions'])) return undefined;
  return {
    class: 'opens_access',
    risk: 'This changes which outside workloads act as the account.',
    because: `It is ${await accountOf(one)}. Some may be locked out, and others let in or get other rights, ${UNTIL}.`,
  };
}

function sets(body: Record<string, unknown> | undefined, members: readonly string[]): boolean {
  return members.some((member) => body?.[member] !== undefined);
}

/** Of the rule as it is now, by name where that can be read. */
async function accountOf({ target, reader }: EffectCase): Promise<string> {
  const { project_id: project, service_account_id: account } = (await target()).body ?? {};
  if (typeof project !== 'string' || typeof account !== 'string')
    return 'unknown, since it could not be read';
  const path = '/organization/projects/{a}/service_accounts/{b}';
  const place = toolAt(reader, 'get', path, { a: project, b: account });
  const record = place && (await reader.get(place.tool, place.values).catch(() => undefined));
  const name = record?.name;
  return typeof name === 'string' ? `${quote(name)} (${account})` : account;
}
