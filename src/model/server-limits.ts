/** What keeps a server smaller than it would be without: kept with a job, since a terminal may go on with it. */
import type { ApprovalMode } from './approval-mode.ts';
import type { AskMode } from './ask-mode.ts';
import type { SecretPlace } from './secret-place.ts';
import type { ToolFilter } from './tool-filter.ts';

export type ServerLimits = {
  filters: Omit<ToolFilter, 'nameOf'>[];
  /** Milliseconds since 1970, and the setting that says so. */
  expires?: { at: number; by: string };
  projects?: string[];
  approval: ApprovalMode;
  ask: AskMode;
  /** Absolute paths. */
  policies: string[];
  maxWrites?: number;
  auditTo: string[];
  /** Absolute path. */
  toolSpecs?: string;
  secrets?: SecretPlace;
};
