/** The order of things for one request: route, key, quota, checks, handler; a refusal becomes a reply. */
import type { IncomingMessage } from 'node:http';
import { ApiFault } from './http/api-fault.ts';
import { authenticate, authorize } from './http/authenticate.ts';
import type { RateLimiter } from './http/rate-limiter.ts';
import { readBody } from './http/read-body.ts';
import type { Router } from './http/router.ts';
import type { Reply } from './http/send-reply.ts';
import { notPlayed } from './http/unplayed-operation.ts';
import type { AdminApiKey } from './organization/access.ts';
import type { Organization } from './organization/organization.ts';

/** What answering needs besides the request itself. */
export type Answering = {
  organization: Organization;
  router: () => Promise<Router>;
  rateLimiter: RateLimiter;
};

/** Where a request goes: its target as it came, split but not normalised, so that `..` reaches no other route. */
type Target = { path: string; search: URLSearchParams };

/** Splits the target of a request. The path loses `/v1`; one without it stays whole and then matches nothing. */
export function splitTarget(target: string): Target {
  const [whole = '', search = ''] = target.split(/\?(.*)/s);
  return {
    path: whole.startsWith('/v1/') ? whole.slice('/v1'.length) : whole,
    search: new URLSearchParams(search),
  };
}

/** Carries the request out. A refusal of the API is a reply as well. */
export async function answerRequest(
  answering: Answering,
  request: IncomingMessage,
  { path, search }: Target,
): Promise<Reply> {
  let headers: Record<string, string> = {};
  try {
    const { organization } = answering;
    const route = await answering.router();
    const { operation, pathValues } = route(request.method ?? 'GET', path);
    const caller = authenticate(organization, request.headers);
    headers = answering.rateLimiter(caller.keyId);
    authorize(operation, caller);
    if (operation.run === undefined) throw notPlayed(operation);
    const sent = operation.method === 'POST' ? await readBody(request) : undefined;
    if (caller.kind === 'admin') actAs(organization, caller.key);
    const body = operation.run({
      organization,
      project: caller.kind === 'project' ? caller.project : undefined,
      pathValues,
      search,
      body: sent,
    });
    return { status: 200, headers, body };
  } catch (error) {
    if (error instanceof ApiFault) return faultReply(error, headers);
    return faultReply(
      new ApiFault({ status: 500, type: 'server_error', message: `The sandbox failed: ${error}` }),
    );
  }
}

/** From here to the end of the operation nothing waits, so what is recorded names the key of this request. */
function actAs(organization: Organization, key: AdminApiKey): void {
  organization.adminKey = key;
  key.last_used_at = organization.now();
}

export function faultReply(fault: ApiFault, headers: Record<string, string> = {}): Reply {
  return { status: fault.status, headers: { ...headers, ...fault.headers }, body: fault.toBody() };
}
