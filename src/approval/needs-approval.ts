/** Which writes a human has to approve. Pure. */
import type { ApprovalMode } from '../model/approval-mode.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { Risk } from '../specs/spec-schema.ts';

/** What the policy files say of this call. */
export type PolicyAnswer = 'approve' | 'allow' | 'none';

/**
 * A rule that approves beforehand or asks for approval counts before the mode.
 * @param effect what reading showed that this very call does; it makes a call no safer than its arguments do
 */
export function needsApproval(
  tool: ToolSpec,
  values: Record<string, unknown>,
  mode: ApprovalMode,
  policy: PolicyAnswer,
  effect: Risk['class'] = 'reversible',
): boolean {
  if (policy !== 'none') return policy === 'approve';
  if (mode === 'off') return false;
  return mode === 'writes' || riskOf(tool, values).class !== 'reversible' || effect !== 'reversible';
}

/** The risk of this very call: its arguments may make it another, and without a secret it is like any other create. */
export function riskOf(tool: ToolSpec, values: Record<string, unknown>): Pick<Risk, 'class' | 'because'> {
  if (tool.risk === undefined) return { class: 'irreversible', because: '' };
  const { cases = [], ...usual } = tool.risk;
  const special = cases.find(
    ({ given = [], zero = [] }) =>
      given.some((name) => values[name] !== undefined) || zero.some((name) => values[name] === 0),
  );
  if (special !== undefined) return special;
  return usual.class === 'mints_secret' && !mintsSecret(tool, values)
    ? { class: 'reversible', because: '' }
    : usual;
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

const LEAST_HARM_FIRST: readonly Risk['class'][] = [
  'reversible',
  'costly',
  'mints_secret',
  'opens_access',
  'stops_traffic',
  'irreversible',
  'self_lockout',
];

/** How much harm a class may do beside others: larger is worse. */
export function harmOf(risk: Risk['class']): number {
  return LEAST_HARM_FIRST.indexOf(risk);
}
