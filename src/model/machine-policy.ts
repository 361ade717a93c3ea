/** What an administrator's policy sets for every server and command of a machine, whatever their options say. */
import type { ApprovalMode } from './approval-mode.ts';
import type { Way } from './ask-mode.ts';
import type { SecretPlace } from './secret-place.ts';

/** Left out means that the policy says nothing of it. */
export type Floors = {
  readOnly?: true;
  approval?: Exclude<ApprovalMode, 'off'>;
  /** Milliseconds since 1970. */
  expiresAt?: number;
  /** The only places; at least one. */
  secrets?: SecretPlace[];
  /** The only projects; at least one. */
  projects?: string[];
  /** The only ways; at least one. */
  ask?: Way[];
};

export type MachinePolicy = {
  /** Absolute. */
  path: string;
  floors: Floors;
  /** How many rules stand in it. */
  rules: number;
};
