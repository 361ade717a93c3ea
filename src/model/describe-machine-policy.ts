/** What the policy of a machine sets, in one sentence for people and models. */
import type { MachinePolicy } from './machine-policy.ts';
import { describeSecretPlace } from './secret-place.ts';

export function describeMachinePolicy({ path, floors, rules }: MachinePolicy): string {
  const { readOnly, approval, expiresAt, secrets, projects, ask } = floors;
  const set = [
    ...(readOnly ? ['reading only'] : []),
    ...(approval === undefined
      ? []
      : [
          `approval of ${approval === 'writes' ? 'every write' : 'irreversible and costly writes'} by a person`,
        ]),
    ...(expiresAt === undefined ? [] : [`access until ${new Date(expiresAt).toISOString()}`]),
    ...(secrets === undefined
      ? []
      : [`new secrets to ${secrets.map(describeSecretPlace).join(' or ')} only`]),
    ...(projects === undefined ? [] : [`projects ${projects.join(', ')} only`]),
    ...(ask === undefined ? [] : [`people are asked by ${ask.join(' or ')} only`]),
    ...(rules === 0 ? [] : [`${rules} ${rules === 1 ? 'rule' : 'rules'}`]),
  ];
  return `The policy of this machine (${path}) sets: ${set.join('; ') || 'nothing'}. No option changes that.`;
}
