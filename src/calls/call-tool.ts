/** The order of one call: check, build, send (a write through the guard), shape. */
import type { ApiRequest, ApiResponse } from '../model/api-request.ts';
import { askForLess, type LessRead } from '../reading/ask-for-less.ts';
import { isUnset, UNSET } from '../reading/unset-setting.ts';
import { revealSecret } from '../redaction/known-secrets.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import { withBucketLimit } from '../tools/bucket-limit.ts';
import { type PreparedCall, prepareCall } from '../tools/build-request.ts';
import { type CheckedArguments, checkArguments } from '../tools/check-arguments.ts';
import { checkPathValues } from '../tools/path-values.ts';
import { shapeResult } from '../tools/shape-result.ts';
import { secretsAt } from '../tools/withhold-secrets.ts';
import { withinBudget } from '../tools/within-budget.ts';
import { asOneRead } from './as-one-read.ts';
import { callJob } from './call-job.ts';
import type { CallOutcome, CallPorts } from './call-ports.ts';
import { callReport } from './call-report.ts';
import { nameLookup } from './name-lookup.ts';
import type { Caller } from './prepared-write.ts';
import { refuseNames } from './refuse-names.ts';
import { saveList, savesAs } from './save-answer.ts';

/**
 * Runs one tool.
 * @throws ArgumentError with nothing sent; CredentialError; ApiError
 */
export function callTool(
  tool: ToolSpec,
  given: unknown,
  ports: CallPorts,
  caller: Caller,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const run = (ports: CallPorts) => checkAndRun(tool, given, ports, caller, signal);
  return isRead(tool) ? asOneRead(ports, run) : run(ports);
}

async function checkAndRun(
  tool: ToolSpec,
  given: unknown,
  ports: CallPorts,
  caller: Caller,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const asked = checkArguments(tool, given, ports.now());
  const values = withBucketLimit(tool, asked.values, ports.now());
  if (tool.report !== undefined) {
    return callReport(tool.report, { tool, given, checked: { ...asked, values } }, ports, caller, signal);
  }
  if (tool.job !== undefined) {
    return callJob(tool.job, { tool, given, checked: { ...asked, values } }, ports, caller, signal);
  }
  await refuseNames(tool, values, nameLookup(ports, 'caller', signal));
  checkPathValues(tool, values);
  const checked = { ...asked, values };
  const prepared = prepareCall(tool, checked);
  if (isRead(tool)) {
    const message = await ports.guard.refusalOfRead(prepared, signal);
    if (message === undefined) {
      const format = savesAs(values);
      const result =
        format === undefined || ports.exports === undefined
          ? await readAndShape(prepared, ports, signal)
          : await saveList(tool, values, format, ports.exports, ports.send, signal);
      return { kind: 'answered', result };
    }
    await ports.guard.recordRefusal(tool.name, given, caller, 'refused', message);
    return { kind: 'refused', message };
  }
  // What it takes is loaded now: behind a write nothing may fail for want of a file.
  ports.budget.countTokens('');
  const outcome = await ports.guard.write(prepared, caller, signal);
  if (outcome.kind === 'withheld') {
    return { ...outcome, result: await withinBudget(outcome.result, ports.budget) };
  }
  if (outcome.kind !== 'done') return outcome;
  const { response, more } = outcome;
  if (ports.revealSecrets) secretsAt(response.body, tool.secrets?.paths ?? []).forEach(revealSecret);
  return { kind: 'answered', result: { ...(await shape(tool, checked, response, ports)), ...more } };
}

async function readAndShape(
  read: PreparedCall,
  ports: CallPorts,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  let shaped = (): void => undefined;
  const inUse = new Promise<void>((resolve) => {
    shaped = resolve;
  });
  try {
    const answer = await readUnlessUnset(
      read,
      (one) => ports.send({ ...one, inUse }, signal),
      (path, values) => ports.guard.isThere(path, values, signal),
    );
    if (answer === undefined) return UNSET;
    const { tool, checked } = read;
    const { limit } = answer.values;
    const isLess = typeof limit === 'number' && limit !== checked.values.limit;
    return await shape(tool, { ...checked, ...(isLess && { limit }) }, answer.response, ports);
  } finally {
    shaped();
  }
}

function shape(
  tool: ToolSpec,
  checked: CheckedArguments,
  response: ApiResponse,
  { revealSecrets, budget, now }: CallPorts,
): Promise<Record<string, unknown>> {
  const { values } = checked;
  const notes = [...emptyFilters(tool, values), ...unreadNote(response)];
  return shapeResult(tool, response.body, {
    asked: checked,
    revealSecrets,
    budget,
    bytes: response.bytes,
    notes,
    values,
    now: now(),
  });
}

function unreadNote({ status, unread, unusual }: ApiResponse): string[] {
  const reason =
    unread === undefined ? unusual && `is not the usual one (${unusual})` : `could not be read: ${unread}`;
  return reason === undefined
    ? []
    : [`It was carried out (${status}), but the answer ${reason}. Look before relying on it.`];
}

/** Undefined when the API says that what is read is not set. */
async function readUnlessUnset(
  read: PreparedCall,
  send: (request: ApiRequest) => Promise<ApiResponse>,
  isThere: Parameters<typeof isUnset>[2],
): Promise<LessRead | undefined> {
  try {
    return await askForLess(read, send);
  } catch (error) {
    if (await isUnset(read, error, isThere)) return undefined;
    throw error;
  }
}

/** The API ignores an empty list, so the answer is about everything: a model that expects nothing should know. */
function emptyFilters(tool: ToolSpec, values: Record<string, unknown>): string[] {
  const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
  return Object.keys(values)
    .filter((name) => isEmpty(values[name]) && tool.params[name]?.in === 'query')
    .map((name) => `${name} was empty, so nothing was left out by it.`);
}
