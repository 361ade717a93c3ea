/** Getting the policy that an administrator of this machine has set, which nothing that a user can say takes away. */
import { administratorFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { MachinePolicy } from '../model/machine-policy.ts';
import type { Policy } from '../policy/policy-rules.ts';
import { readMachinePolicy } from '../policy/read-machine-policy.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

export type OfMachine = { machine: MachinePolicy; policy: Policy };

/** Root's on POSIX. */
const ADMINISTRATOR = 0;

/**
 * Undefined where there is none, which costs one file that cannot be opened: the parser loads only for one that is there.
 * @param tools those that its rules may speak of; left out by commands, which call none
 * @throws SettingsError for a file that cannot be trusted or read, SpecError for mistakes in it
 */
export async function loadMachinePolicy(
  { platform, uid, administrator }: Host,
  tools?: readonly ToolSpec[],
): Promise<OfMachine | undefined> {
  const { folder, uid: owner } = administrator ?? {
    folder: administratorFolder(platform),
    uid: ADMINISTRATOR,
  };
  const read = readMachinePolicy(folder, uid === undefined ? undefined : owner);
  if (read === undefined) return undefined;
  if ('problem' in read) throw new SettingsError([read.problem]);
  const { parseMachinePolicy } = await import('../policy/parse-policy.ts');
  const { floors, rules, policy } = parseMachinePolicy(read.path, read.text, tools);
  return { machine: { path: read.path, floors, rules }, policy };
}

/**
 * As one more file among those of --policy. One without rules takes part where it sets a floor of approval, so that no
 * other file can approve beforehand what this one does not.
 */
export function rulesOf({ machine, policy }: OfMachine): Policy[] {
  return policy.rules.length > 0 || machine.floors.approval !== undefined ? [policy] : [];
}
