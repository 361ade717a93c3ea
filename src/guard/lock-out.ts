/** Keeping an administrator from shutting the door behind themselves: the key in use, and the last owner. */

import { ListCutShort } from '../reading/read-whole.ts';
import type { Reader } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import type { CheckedArguments } from '../tools/check-arguments.ts';
import { operationAmong } from './effect.ts';
import { demotesPerson, dissolvesOwners, leavesOwners, removesOwner, unassignsOwner } from './last-owner.ts';
import type { KeyInUse, LockOutCase } from './lock-out-case.ts';
import {
  deletesOwnKey,
  deletesOwnProjectKey,
  deletesOwnServiceAccount,
  expiresOwnProjectKey,
  removesOwnMember,
  removesOwnPerson,
} from './own-keys.ts';

const CANNOT_BE_TOLD =
  'It cannot be told whether this would lock you out, since OpenAI did not give the whole list of what has to be looked at. Do this on platform.openai.com.';

/** By what is sent, so that a tool of one's own for the same operation is held off as well. */
const CHECKS: Record<string, (one: LockOutCase) => Promise<string | undefined>> = {
  'DELETE /organization/admin_api_keys/{}': deletesOwnKey,
  'DELETE /organization/projects/{}/api_keys/{}': deletesOwnProjectKey,
  'DELETE /organization/projects/{}/service_accounts/{}': deletesOwnServiceAccount,
  'POST /organization/projects/{}/api_keys/{}': expiresOwnProjectKey,
  'DELETE /organization/projects/{}/users/{}': removesOwnMember,
  'DELETE /organization/users/{}': async (one) => (await removesOwner(one)) ?? removesOwnPerson(one),
  'POST /organization/users/{}': demotesPerson,
  'DELETE /organization/users/{}/roles/{}': unassignsOwner,
  'DELETE /organization/groups/{}': dissolvesOwners,
  'DELETE /organization/groups/{}/roles/{}': dissolvesOwners,
  'DELETE /organization/groups/{}/users/{}': leavesOwners,
};

/** Whether a call can lock its own administrator out at all. */
export function mayLockOut(write: PreparedCall): boolean {
  return checkFor(write) !== undefined;
}

/** Why the call would lock its own administrator out; undefined when it would not. Reads; rejects when that fails. */
export async function lockOutReason(
  write: PreparedCall,
  reader: Reader,
  keyInUse: KeyInUse,
): Promise<string | undefined> {
  const found = checkFor(write);
  if (found === undefined) return undefined;
  const { tool, checked } = write;
  const { check, ids } = found;
  try {
    return await check({ ids, sent: (field) => sentAs(field, tool, checked), reader, keyInUse });
  } catch (error) {
    if (error instanceof ListCutShort) return CANNOT_BE_TOLD;
    throw error;
  }
}

function checkFor(write: PreparedCall) {
  const found = operationAmong(write, Object.keys(CHECKS));
  const check = found && CHECKS[found.operation];
  return check && { check, ids: found.ids };
}

function sentAs(field: string, tool: ToolSpec, { values, clear }: CheckedArguments): unknown {
  const names = Object.entries(tool.params).flatMap(([name, param]) =>
    param.in === 'body' && (param.wire ?? name) === field ? [name] : [],
  );
  return names.some((name) => clear.includes(name))
    ? null
    : names.map((name) => values[name]).find((value) => value !== undefined);
}
