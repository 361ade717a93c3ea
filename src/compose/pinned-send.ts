/** The last look at every request under --project: what would leave the projects is not sent. */
import type { Send } from '../model/api-request.ts';
import { violatesPin } from '../policy/violates-pin.ts';
import { ArgumentError } from '../tools/argument-error.ts';

/** Holds for calls and for what this program reads by itself; pins have settled it before, so this is for slips. */
export function pinnedSend(send: Send, projects: readonly string[], by = '--project'): Send {
  return (request, signal) => {
    if (!violatesPin(request, projects)) return send(request, signal);
    const what = `${request.method} ${request.path}`;
    const reason = `${what} would reach outside ${by} ${projects.join(',')}. Nothing was sent.`;
    return Promise.reject(new ArgumentError([reason]));
  };
}
