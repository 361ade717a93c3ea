/** The form in which an operation is declared, and how a declaration becomes something that the router can run. */
import type * as z from 'zod';
import type { Organization, Project } from '../organization/organization.ts';
import { decodeQuery } from './decode-query.ts';
import { checkBody, checkQuery, noBody, noQuery } from './validate.ts';

type Method = 'GET' | 'POST' | 'DELETE';

/** Names between braces in a path: `/a/{x}/b/{y}` gives `x | y`. */
export type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

/** What a call is about to do: a project that is archived, for example, can be read and not changed. */
export type Purpose = 'list' | 'read' | 'create' | 'change' | 'remove';

/** What the things that an operation is about belong to, and the class of key that leads there. */
export type Parent<Name extends string, Owner> = {
  key: 'admin' | 'project';
  /** Throws `ApiFault` where the parent does not exist or refuses the purpose. */
  find: (
    request: { organization: Organization; project: Project | undefined; path: Record<Name, string> },
    purpose: Purpose,
  ) => Owner;
};

/** A checked request, and the parent that its path leads to. */
export type Call<Owner, Query, Body> = {
  organization: Organization;
  parent: Owner;
  query: Query;
  body: Body;
};

type Declaration<Path extends string, Owner, Query extends z.ZodType, Body extends z.ZodType> = {
  method: Method;
  path: Path;
  parent: Parent<PathNames<Path>, Owner>;
  /** Left out: what the method stands for. */
  purpose?: Purpose;
  /** A POST that changes nothing (search), so that a read-only key may call it. */
  readsOnly?: true;
  /** Left out: the operation has no query parameters. */
  query?: Query | undefined;
  /** Left out: the operation has no body; an empty object is tolerated, as the API does. */
  body?: Body | undefined;
  handle: (
    call: Call<Owner, z.output<Query>, z.output<Body>> & { path: Record<PathNames<Path>, string> },
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
  method: string;
  path: string;
  key: 'admin' | 'project';
  readsOnly: boolean;
  /** Checks the request and gives the body of the reply; throws `ApiFault` to refuse. Left out: it is not played. */
  run?: (request: RoutedRequest) => unknown;
};

const PURPOSES = { GET: 'read', POST: 'change', DELETE: 'remove' } as const;

/** Declares one operation. */
export function operation<
  const Path extends string,
  Owner,
  Query extends z.ZodType = typeof noQuery,
  Body extends z.ZodType = typeof noBody,
>(declaration: Declaration<Path, Owner, Query, Body>): Operation {
  const { method, path, parent, purpose = PURPOSES[method], handle } = declaration;
  return {
    method,
    path,
    key: parent.key,
    readsOnly: method === 'GET' || declaration.readsOnly === true,
    run({ organization, project, pathValues, search, body: sent }) {
      const query = checkQuery(declaration.query ?? noQuery, decodeQuery(search)) as z.output<Query>;
      const body = (
        method === 'POST' ? checkBody(declaration.body ?? noBody, sent) : undefined
      ) as z.output<Body>;
      const values = pathValues as Record<PathNames<Path>, string>;
      const owner = parent.find({ organization, project, path: values }, purpose);
      return handle({ organization, parent: owner, path: values, query, body });
    },
  };
}
