/** Which writes a person has to approve. */

/** From the laxest to the strictest. `irreversible`: all but reversible ones; `writes`: all. */
export const APPROVAL_MODES = ['off', 'irreversible', 'writes'] as const;
export type ApprovalMode = (typeof APPROVAL_MODES)[number];

/** How long a plan waits for approval, and an approval for its use, unless --approval-ttl says otherwise. */
export const PLAN_MILLISECONDS = 10 * 60_000;

/** Whoever approved what they saw a day ago no longer knows what they approved. */
export const MAX_PLAN_MILLISECONDS = 24 * 60 * 60_000;
