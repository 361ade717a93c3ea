/** What prompts, resources and completions rest on; what has a state of the process stays outside of them. */
import type { Decision } from '../policy/authorize.ts';
import type { Catalogue, ToolSpec } from '../specs/catalogue.ts';
import type { PromptSpec } from '../specs/prompt-schema.ts';
import type { ListedTool } from '../tools/describe.ts';

/** Rows of a list that a completion reads; `complete` is false where more follows or nothing could be read. */
export type Rows = { items: Record<string, unknown>[]; complete: boolean };

export type GuidancePorts = {
  catalogue: Catalogue;
  /** @throws DamagedInstallation */
  readPrompts(): readonly PromptSpec[];
  /** Whether a caller may use the tool, and why not. */
  decide(tool: string): Decision;
  /** A tool as the list shows it. */
  listed(tool: ToolSpec): ListedTool;
  names: { shown(name: string): string; inText(text: string): string };
  /** The tool to be called for a tool, with what: another one where tools are not listed themselves. */
  callOf(
    tool: ToolSpec,
    given: Record<string, unknown> | undefined,
  ): { name: string; given?: Record<string, unknown> };
  /** Whether tools are listed themselves. */
  direct: boolean;
  /** Why access has ended, if it has. */
  ended(): string | undefined;
  /** The text of one of the package's pages. @throws DamagedInstallation */
  readPage(path: string): string;
  /** The first pages of a list, as a report of the caller may read it. Rejects only when `signal` is aborted. */
  readRows(path: string, members: readonly string[], signal: AbortSignal): Promise<Rows>;
  /** Projects that the server is kept to. */
  pinned?: readonly string[];
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds that no change of the clock moves. */
  monotonic(): number;
};
