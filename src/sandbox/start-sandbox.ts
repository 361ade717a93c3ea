/** Starting and stopping the sandbox organization on a loopback port. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOrganization } from './data/create-organization.ts';
import { createRandom } from './data/random.ts';
import { createFailureChooser } from './http/choose-failure.ts';
import type { FailureRule } from './http/failure-rules.ts';
import { createRateLimiter } from './http/rate-limiter.ts';
import { createRouter, type Router } from './http/router.ts';
import { type KnownOperation, unplayedOperations } from './http/unplayed-operation.ts';
import type { Organization } from './organization/organization.ts';
import { type RequestLine, type Serving, serveRequest } from './serve-request.ts';
import type { Shape } from './traffic/shape.ts';

/** Part of this module's surface because the command line loads the sandbox as one lazy piece. */
export { parseFailureRules } from './http/failure-rules.ts';

export type SandboxOptions = {
  /** Left out: any free port. */
  port?: number;
  /** Milliseconds since 1970; the seeded history ends when the sandbox starts. */
  now: () => number;
  /** Milliseconds of a clock that nobody sets, for how long answers took; `now` when left out. */
  monotonic?: () => number;
  /** The same seed gives the same ids, names and keys, whenever it starts. 1 when left out. */
  seed?: number;
  /** `live` when left out. */
  shape?: Shape;
  /** What may be asked for: those that the sandbox does not play are answered with 501 instead of 404. */
  operations?: readonly KnownOperation[];
  /** Requests a minute for each key; left out: no limit and no `x-ratelimit-*` headers. */
  rateLimitPerMinute?: number;
  /** Waiting time before every reply. */
  latencyMilliseconds?: number;
  failures?: FailureRule[];
  /** Called when a request was dealt with. */
  onRequest?: (line: RequestLine) => void;
};

export type RunningSandbox = {
  /** Base URL with `/v1`, on 127.0.0.1. */
  url: string;
  adminKey: string;
  /** A key of the project that has most vector stores. */
  projectKey: string;
  /** By project id: a key for every project that is active at the start. */
  projectKeys: Record<string, string>;
  /** Ends open connections at once. */
  close(): Promise<void>;
};

/** Serves a fresh organization on 127.0.0.1. Rejects with a plain message where the port cannot be had. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const seed = options.seed ?? 1;
  const organization = createOrganization(
    seed,
    () => Math.floor(options.now() / 1000),
    options.shape ?? 'live',
  );
  const serving: Serving = {
    organization,
    router: routerOver(options.operations ?? []),
    rateLimiter: createRateLimiter(options.rateLimitPerMinute, options.now),
    chooseFailure: createFailureChooser(options.failures ?? [], createRandom(`failures ${seed}`)),
    monotonic: options.monotonic ?? options.now,
    latencyMilliseconds: options.latencyMilliseconds ?? 0,
    random: createRandom(`requests ${seed}`),
    onRequest: options.onRequest ?? (() => undefined),
  };
  const server = createServer((request, response) => {
    serveRequest(serving, request, response).catch(() => response.destroy());
  });
  // Clients keep connections open between calls; closing one at the moment of its next use would look like a fault.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port ?? 0);
  setImmediate(serving.router);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    adminKey: organization.adminKey.value,
    ...projectKeys(organization),
    close: () => close(server),
  };
}

/** Describing the operations takes longer than all the rest, so it is done after the start. */
function routerOver(known: readonly KnownOperation[]): () => Promise<Router> {
  let router: Promise<Router> | undefined;
  return () => {
    router ??= import('./operations.ts').then(({ operations }) =>
      createRouter([...operations, ...unplayedOperations(known, operations)]),
    );
    return router;
  };
}

function projectKeys(organization: Organization): Pick<RunningSandbox, 'projectKey' | 'projectKeys'> {
  const keys = [...organization.projectKeysByValue].map(([value, { project }]) => ({ value, project }));
  const [richest] = keys.sort(
    (one, other) => other.project.vectorStores.size - one.project.vectorStores.size,
  );
  if (richest === undefined) throw new Error('the sandbox organization has no active project');
  return {
    projectKey: richest.value,
    projectKeys: Object.fromEntries(keys.map(({ value, project }) => [project.id, value])),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new Error(`The sandbox cannot listen on 127.0.0.1:${port}. Choose another port.`, { cause: error }),
      );
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
