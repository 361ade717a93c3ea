/** Owns the last look at every request under --project: what would leave the projects is not sent. */
import { leavesPin } from '../policy/leaves-pin.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import type { Send } from '../tools/call-tool.ts';

/** Holds for calls and for what this program reads by itself; pins have settled it before, so this is for slips. */
export function pinnedSend(send: Send, projects: readonly string[]): Send {
  return (tool, request, projectId, signal) => {
    if (!leavesPin(tool, request, projectId, projects)) return send(tool, request, projectId, signal);
    const reason = `${tool.name} would reach outside --project ${projects.join(',')}. Nothing was sent.`;
    return Promise.reject(new ArgumentError([reason]));
  };
}
