/** Making one report: within a time, with few requests at once, and with what its caller may read. */
import type { Send } from '../model/api-request.ts';
import { ApiError } from '../openai/api-error.ts';
import { OutOfTime, sharedTime } from '../reading/shared-time.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ReportName } from '../specs/methods-and-risks.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import { reportAccess } from './access/report-access.ts';
import { reportChanges } from './changes/report-changes.ts';
import { reportCosts } from './costs/report-costs.ts';
import { reportFind } from './find/report-find.ts';
import { reportLimits } from './limits/report-limits.ts';
import type { Report } from './report.ts';
import { NotAllowed, NotWhole, type ReportReads, reportReads } from './report-reads.ts';
import { shownReport } from './shown-report.ts';
import { reportVectorStores } from './stores/report-vector-stores.ts';
import { reportUsage } from './usage/report-usage.ts';

/** Below what most clients wait for an answer, which is 60 s. */
const REPORT_MILLISECONDS = 40_000;

const REPORTS: Record<ReportName, Report> = {
  costs: reportCosts,
  access: reportAccess,
  changes: reportChanges,
  find: reportFind,
  limits: reportLimits,
  usage: reportUsage,
  vector_stores: reportVectorStores,
};

/** What reading for one answer needs. */
export type ReadingPorts = {
  tools: readonly ToolSpec[];
  send: Send;
  /** Why a read may not be made, or undefined. */
  refusalOf(read: PreparedCall): Promise<string | undefined>;
  /** Told after each answer how many there were. */
  onProgress(answered: number): void;
};

export type ReportPorts = ReadingPorts & {
  /** Projects with a key of their own; undefined among them for a key of which nothing says whose it is. */
  projectKeys(): Promise<(string | undefined)[]>;
  /** Milliseconds since 1970. */
  now(): number;
};

/** `notAllowed`: why nothing of it may be read here, for the caller. */
export type Made = { report: Record<string, unknown> } | { notAllowed: string };

/** Rejects with ArgumentError, and with ApiError or CredentialError where nothing could be read. */
export function runReport(
  name: ReportName,
  values: Record<string, unknown>,
  ports: ReportPorts,
  signal: AbortSignal,
): Promise<Made> {
  const { projectKeys, now } = ports;
  const make = async (reads: ReportReads) => ({
    report: shownReport(await REPORTS[name]({ values, reads, projectKeys, now: now() })),
  });
  return withReads(make, ports, signal);
}

/** What `make` makes of what it reads, within the time of one answer. Rejects like `runReport`. */
export async function withReads<Result>(
  make: (reads: ReportReads) => Promise<Result>,
  { tools, send, refusalOf, onProgress }: ReadingPorts,
  signal: AbortSignal,
  milliseconds = REPORT_MILLISECONDS,
): Promise<Result | { notAllowed: string }> {
  const shared = sharedTime(send, signal, milliseconds, onProgress);
  try {
    return await make(reportReads(tools, shared.send, refusalOf, signal));
  } catch (error) {
    if (error instanceof NotAllowed) return { notAllowed: error.message };
    throw asApiError(error, milliseconds);
  } finally {
    shared.end();
  }
}

/** What of the room's own errors is OpenAI's doing. */
function asApiError(error: unknown, milliseconds: number): unknown {
  if (error instanceof OutOfTime) {
    return new ApiError({
      kind: 'timeout',
      outcome: 'unknown',
      message: `Nothing could be read within ${milliseconds / 1000} s.`,
      next: 'Ask for a shorter period or less of it, or call again later.',
      retryable: true,
    });
  }
  if (error instanceof NotWhole) {
    const next = 'Call again; if it stays so, something on the way answers in place of OpenAI.';
    return new ApiError({ kind: 'unexpected', outcome: 'rejected', message: `${error.message}.`, next });
  }
  return error;
}
