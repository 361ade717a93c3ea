/** A request as it goes onto the wire: its target below the base URL, its headers with the key, its body. */
import type { Dispatcher } from 'undici';
import type { ApiRequest } from '../model/api-request.ts';
import { checkHeaderValue, checkKey, requestTarget } from './request-target.ts';

/** The key of a request, and the organization and project that it names. */
export type Authorization = {
  apiKey: string;
  organization?: string | undefined;
  project?: string | undefined;
};

/** @throws ApiError for a key, a name of an organization or project, or a path that must not be sent */
export function prepareRequest(
  request: ApiRequest,
  { apiKey, organization, project }: Authorization,
  base: URL,
  userAgent: string,
): Dispatcher.DispatchOptions {
  const headers: Record<string, string> = {
    authorization: `Bearer ${checkKey(apiKey)}`,
    accept: 'application/json',
    // Unpacking is where a small answer becomes a huge one.
    'accept-encoding': 'identity',
    'user-agent': userAgent,
  };
  if (organization) headers['openai-organization'] = checkHeaderValue('organization', organization);
  if (project) headers['openai-project'] = checkHeaderValue('project', project);
  if (request.beta !== undefined) headers['openai-beta'] = request.beta;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  return {
    origin: base.origin,
    path: requestTarget(base, base.pathname.replace(/\/+$/, ''), request.path, request.query),
    method: request.method,
    headers,
    body: request.body === undefined ? null : JSON.stringify(request.body),
  };
}
