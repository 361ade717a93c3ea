/** Owns the form in which the stand-in API declares an operation, and turns a declaration into something the router can run. */
import type * as z from 'zod';
import type { Organization, Project } from '../organization/organization.ts';
import { decodeQuery } from './decode-query.ts';
import { checkBody, checkQuery, noBody, noQuery } from './validate.ts';

type Method = 'GET' | 'POST' | 'DELETE';

/** Names between braces in a path: `/a/{x}/b/{y}` gives `x | y`. */
type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

type Declaration<Path extends string, Query extends z.ZodType, Body extends z.ZodType, Extra> = {
  method: Method;
  path: Path;
  /** A POST that changes nothing (search), so that a read-only key may call it. */
  readsOnly?: true;
  /** Left out: the operation has no query parameters. */
  query?: Query;
  /** Left out: the operation has no body; an empty object is tolerated, as the API does. */
  body?: Body;
  handle: (
    call: {
      organization: Organization;
      path: Record<PathNames<Path>, string>;
      query: z.output<Query>;
      body: z.output<Body>;
    } & Extra,
  ) => unknown;
};

/** One request after routing and authentication; the query and the body are not checked yet. */
type RoutedRequest = {
  organization: Organization;
  /** The project of the key, where the key is a project key. */
  project: Project | undefined;
  pathValues: Record<string, string>;
  search: URLSearchParams;
  body: unknown;
};

export type Operation = {
  method: Method;
  path: string;
  key: 'admin' | 'project';
  readsOnly: boolean;
  /** Checks the request and gives the body of the reply; throws `ApiFault` to refuse. */
  run: (request: RoutedRequest) => unknown;
};

/** Declares an operation of the organization, called with an admin key. */
export function adminOperation<
  const Path extends string,
  Query extends z.ZodType = typeof noQuery,
  Body extends z.ZodType = typeof noBody,
>(declaration: Declaration<Path, Query, Body, unknown>): Operation {
  return declare('admin', declaration, () => ({}));
}

/** Declares an operation inside the project of the key, called with a project key. */
export function projectOperation<
  const Path extends string,
  Query extends z.ZodType = typeof noQuery,
  Body extends z.ZodType = typeof noBody,
>(declaration: Declaration<Path, Query, Body, { project: Project }>): Operation {
  return declare('project', declaration, (request) => {
    if (request.project === undefined)
      throw new Error(`${declaration.path} was reached without a project key`);
    return { project: request.project };
  });
}

function declare<Path extends string, Query extends z.ZodType, Body extends z.ZodType, Extra>(
  key: 'admin' | 'project',
  declaration: Declaration<Path, Query, Body, Extra>,
  extra: (request: RoutedRequest) => Extra,
): Operation {
  const { method, path, handle } = declaration;
  return {
    method,
    path,
    key,
    readsOnly: method === 'GET' || declaration.readsOnly === true,
    run(request) {
      const query = checkQuery(declaration.query ?? noQuery, decodeQuery(request.search)) as z.output<Query>;
      const body = (
        method === 'POST' ? checkBody(declaration.body ?? noBody, request.body) : undefined
      ) as z.output<Body>;
      const pathValues = request.pathValues as Record<PathNames<Path>, string>;
      return handle({ organization: request.organization, path: pathValues, query, body, ...extra(request) });
    },
  };
}
