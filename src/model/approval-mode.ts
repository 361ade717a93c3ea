/** Which writes a person has to approve. */

/** From the laxest to the strictest. `irreversible`: all but reversible ones; `writes`: all. */
export const APPROVAL_MODES = ['off', 'irreversible', 'writes'] as const;
export type ApprovalMode = (typeof APPROVAL_MODES)[number];
