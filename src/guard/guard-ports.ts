/** What the guard needs from the rest of the program. */
import type { Origin, Principal } from '../approval/plan.ts';
import type { PlanStore } from '../approval/plan-store.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Send } from '../model/api-request.ts';
import type { ApprovalMode } from '../model/approval-mode.ts';
import type { AllowedWays, AskMode } from '../model/ask-mode.ts';
import type { KeyPlace } from '../model/key-place.ts';
import type { ServerLimits } from '../model/server-limits.ts';
import type { Authority } from '../policy/authorize.ts';
import type { SecretKeeper } from '../sinks/secret-keeper.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { KeyInUse } from './lock-out-case.ts';
import type { WindowDesk } from './window-desk.ts';

export type GuardPorts = {
  /** Every tool that is known. */
  tools: readonly ToolSpec[];
  /** What every call is decided by, and what the guard reads by itself. */
  authority: Authority;
  send: Send;
  trail: AuditTrail;
  plans: PlanStore;
  jobs: JobStore;
  /** Absent where new secrets are shown in the conversation. */
  keeper?: SecretKeeper;
  /** The writes of an hour; absent where they are not limited. */
  budget?: {
    take(): Promise<{ left: number } | { retryAfterSeconds: number }>;
    /** In an hour. */
    most: number;
    /** Seconds until there are so many to take; 0 for now, Infinity where an hour has fewer. */
    untilFree(count: number): Promise<number>;
    /** Puts one back that was taken for a request that never left. */
    giveBack(): Promise<void>;
  };
  mode: ApprovalMode;
  ask: AskMode;
  /** The only ways, where a policy of the machine lists them. */
  ways?: AllowedWays | undefined;
  windows: WindowDesk;
  dryRun: boolean;
  /** Kept with each job. */
  limits: ServerLimits;
  /** As whom requests with this key are sent. Rejects with a CredentialError when there is no such key. */
  principal(key: KeyPlace): Promise<Principal>;
  /** The profile's name, known without a key. */
  profile: string;
  origin: Omit<Origin, 'client'>;
  /** Milliseconds for which a plan waits, and then its approval. */
  approvalLasts: number;
  keyInUse: KeyInUse;
  /** Runs one at a time across servers what must not happen twice at once. */
  exclusive<T>(action: () => Promise<T>): Promise<T>;
  /** Makes a value known to the filter at the way out. */
  rememberSecret(value: string): void;
  /** Milliseconds since 1970. */
  now(): number;
  /** Told about what nobody foresaw. */
  onUnforeseen(error: unknown): void;
};
