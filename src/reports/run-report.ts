/** Making one report: within a time, with few requests at once, and with what its caller may read. */
import type { Send } from '../model/api-request.ts';
import { sharedTime } from '../reading/shared-time.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ReportName } from '../specs/methods-and-risks.ts';
import type { PreparedCall } from '../tools/build-request.ts';
import { reportAccess } from './access/report-access.ts';
import { reportChanges } from './changes/report-changes.ts';
import { reportCosts } from './costs/report-costs.ts';
import { reportFind } from './find/report-find.ts';
import type { Report } from './report.ts';
import { reportReads } from './report-reads.ts';

/** Below what most clients wait for an answer, which is 60 s. */
const REPORT_MILLISECONDS = 40_000;

const REPORTS: Record<ReportName, Report> = {
  costs: reportCosts,
  access: reportAccess,
  changes: reportChanges,
  find: reportFind,
};

export type ReportPorts = {
  tools: readonly ToolSpec[];
  send: Send;
  /** Why a read may not be made, or undefined. */
  refusalOf(read: PreparedCall): Promise<string | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Told after each answer how many there were. */
  onProgress(answered: number): void;
};

/** Rejects with what reading throws where nothing could be read, and with ArgumentError. */
export async function runReport(
  name: ReportName,
  values: Record<string, unknown>,
  ports: ReportPorts,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const shared = sharedTime(ports.send, signal, REPORT_MILLISECONDS, ports.onProgress);
  const reads = reportReads(ports.tools, shared.send, ports.refusalOf, signal);
  try {
    return await REPORTS[name]({ values, reads, now: ports.now() });
  } finally {
    shared.end();
  }
}
