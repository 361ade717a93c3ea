/** What goes into a call beside its arguments, and what comes out. */
import type { ExportFolder } from '../exports/export-folder.ts';
import type { Send } from '../model/api-request.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { SpecDocument } from '../specs/spec-document.ts';
import type { Budget } from '../tools/fit-budget.ts';
import type { WriteGuard, WriteOutcome } from './prepared-write.ts';

/** What a call needs from outside. */
export type CallPorts = {
  send: Send;
  /** A tool that the filters allow, by name. */
  exposedTool(name: string): ToolSpec | undefined;
  /** Of the same, one that a report may read by, whether or not the list shows it. */
  readableTool(name: string): ToolSpec | undefined;
  /** Every tool of the catalogue. */
  tools: readonly ToolSpec[];
  /** Projects with a key of their own; undefined among them for a key of which nothing says whose it is. */
  projectKeys(): Promise<(string | undefined)[]>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether one-time secrets may be shown. */
  revealSecrets: boolean;
  /** Of one answer. */
  budget: Budget;
  guard: WriteGuard;
  /** The template of this name; absent where there are none. Rejects with ArgumentError. */
  readTemplate?(name: string): Promise<SpecDocument>;
  /** Where answers may be saved; nowhere when absent. */
  exports?: ExportFolder;
};

/** The result to show, or what became of a write instead of one. */
export type CallOutcome =
  | { kind: 'answered'; result: Record<string, unknown> }
  | Exclude<WriteOutcome, { kind: 'done' }>;
