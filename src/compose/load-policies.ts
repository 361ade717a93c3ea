/** Getting the policy files that were named; one that cannot be used stops the start. */
import type { Policy } from '../policy/policy-rules.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

/** @throws SettingsError for files that cannot be used, SpecError for mistakes in one */
export async function loadPolicies(
  paths: readonly string[],
  tools: readonly ToolSpec[],
  uid: number | undefined,
): Promise<Policy[]> {
  if (paths.length === 0) return [];
  const { readPolicy } = await import('../policy/read-policy.ts');
  const results = paths.map((path) => readPolicy(path, tools, uid));
  const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) throw new SettingsError(problems);
  return results.flatMap((result) => ('policy' in result ? [result.policy] : []));
}
