/** Owns the last stop of a dry run: what writes is not sent, whatever let it come this far. */
import { isRead } from '../specs/catalogue.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import type { Send } from '../tools/call-tool.ts';

/** The guard has stopped every write before, so this is for slips. */
export function dryRunSend(send: Send): Send {
  return (tool, request, projectId, signal) =>
    isRead(tool)
      ? send(tool, request, projectId, signal)
      : Promise.reject(new ArgumentError([`${tool.name} writes, and this is a dry run. Nothing was sent.`]));
}
