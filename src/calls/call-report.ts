/** One call of a report: the IDs behind names, the decision, and what the report reads for its caller. */

import { runReport } from '../reports/run-report.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ReportName } from '../specs/methods-and-risks.ts';
import { type PreparedCall, prepareCall } from '../tools/build-request.ts';
import type { CheckedArguments } from '../tools/check-arguments.ts';
import { foldRows } from '../tools/fold-rows.ts';
import { withinBudget } from '../tools/within-budget.ts';
import type { CallOutcome, CallPorts } from './call-ports.ts';
import { nameLookup } from './name-lookup.ts';
import type { Caller } from './prepared-write.ts';
import { namesToIds } from './refuse-names.ts';
import { saveReport, savesAs } from './save-answer.ts';

/** The arguments as they came, and as they were checked. */
type ReportCall = { tool: ToolSpec; given: unknown; checked: CheckedArguments };

/** Names become IDs before the decision, since rules speak of projects by ID. Rejects as `runReport` does. */
export async function callReport(
  name: ReportName,
  { tool, given, checked }: ReportCall,
  ports: CallPorts,
  caller: Caller,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const { guard, tools, send, projectKeys, now } = ports;
  const values = await namesToIds(tool, checked.values, nameLookup(ports, 'report', signal));
  const refuse = async (message: string): Promise<CallOutcome> => {
    await guard.recordRefusal(tool.name, given, caller, 'refused', message);
    return { kind: 'refused', message };
  };
  const refusal = await guard.refusalOfRead(prepareCall(tool, { ...checked, values }), signal);
  if (refusal !== undefined) return refuse(refusal);
  const refusalOf = (read: PreparedCall) => guard.refusalOfRead(read, signal, 'report');
  const onProgress = (answered: number) => caller.onProgress?.(answered);
  const format = savesAs(values);
  const asked = format === undefined ? values : { ...values, top: Number.POSITIVE_INFINITY };
  const made = await runReport(name, asked, { tools, send, projectKeys, refusalOf, now, onProgress }, signal);
  if ('notAllowed' in made) return refuse(made.notAllowed);
  const { exports } = ports;
  const result =
    format === undefined || exports === undefined
      ? foldRows(made.report, ports.budget, exports !== undefined)
      : await saveReport(tool, made.report, format, exports);
  return { kind: 'answered', result: await withinBudget(result, ports.budget) };
}
