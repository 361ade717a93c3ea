/** Which writes a human has to approve. Pure. */
import type { ApprovalMode } from '../model/approval-mode.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

/** What the policy files say of this call. */
export type PolicyAnswer = 'approve' | 'allow' | 'none';

/** A rule that approves beforehand or asks for approval counts before the mode. */
export function needsApproval(
  tool: ToolSpec,
  values: Record<string, unknown>,
  mode: ApprovalMode,
  policy: PolicyAnswer,
): boolean {
  if (policy !== 'none') return policy === 'approve';
  if (mode === 'off') return false;
  return mode === 'writes' || riskOf(tool, values) !== 'reversible';
}

/** The risk of this very call: without a secret, minting one is like any other create. */
export function riskOf(
  tool: ToolSpec,
  values: Record<string, unknown>,
): NonNullable<ToolSpec['risk']>['class'] {
  const risk = tool.risk?.class ?? 'irreversible';
  return risk === 'mints_secret' && !mintsSecret(tool, values) ? 'reversible' : risk;
}

/** Whether the answer to this call will hold a secret. */
export function mintsSecret(tool: ToolSpec, values: Record<string, unknown>): boolean {
  if (tool.secrets === undefined) return false;
  const { unless } = tool.secrets;
  if (unless === undefined) return true;
  return !Object.entries(unless).every(([name, allowed]) => allowed.some((value) => value === values[name]));
}

/** What a dry run says of approval. */
export function describeApproval(needed: boolean, policy: PolicyAnswer): string {
  if (!needed) return policy === 'allow' ? 'approved beforehand by the policy file' : 'not needed';
  return 'a person would have to approve it';
}
