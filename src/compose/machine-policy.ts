/** Getting the policy that an administrator of this machine has set, which nothing that a user can say takes away. */
import { administratorFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { MachinePolicy } from '../model/machine-policy.ts';
import type { Policy } from '../policy/policy-rules.ts';
import { readMachinePolicy } from '../policy/read-machine-policy.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

export type LoadedMachinePolicy = {
  machine: MachinePolicy;
  /** The administrator's id on POSIX. */
  ownerUid: number | undefined;
  /**
   * Its rules as one more file among those of --policy; @throws SpecError. A file without rules takes part where it
   * sets a floor of approval, so that no other can approve beforehand what this one does not.
   */
  policiesFor(tools: readonly ToolSpec[]): Policy[];
};

/** Root's on POSIX. */
const ADMINISTRATOR = 0;

/**
 * Undefined where there is none, which costs one file that cannot be opened: the parser loads only for one that is there.
 * @throws SettingsError for a file that cannot be trusted or read, SpecError for mistakes in it
 */
export async function loadMachinePolicy({
  platform,
  uid,
  administrator = { folder: administratorFolder(platform), uid: ADMINISTRATOR },
}: Host): Promise<LoadedMachinePolicy | undefined> {
  const ownerUid = uid === undefined ? undefined : administrator.uid;
  const read = readMachinePolicy(administrator.folder, ownerUid);
  if (read === undefined) return undefined;
  if ('problem' in read) throw new SettingsError([read.problem]);
  const { parseMachinePolicy } = await import('../policy/parse-policy.ts');
  const { floors, rules, policyFor } = parseMachinePolicy(read.path, read.text);
  const takesPart = rules > 0 || floors.approval !== undefined;
  return {
    machine: { path: read.path, floors, rules },
    ownerUid,
    policiesFor: (tools) => (takesPart ? [policyFor(tools)] : []),
  };
}
