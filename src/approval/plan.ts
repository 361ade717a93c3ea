/** What a plan is: one write, bound to its exact request, its key and its target as it was seen. */
import type { ApiRequest } from '../model/api-request.ts';
import type { Way } from '../model/ask-mode.ts';
import { digestOf } from './digest.ts';

/** Who a write is done as. */
export type Principal = {
  profile: string;
  /** Fingerprint of the key. */
  fingerprint: string;
  /** Where requests go. */
  address: string;
  /** What the request names besides its key. */
  organization?: string | undefined;
  project?: string | undefined;
};

/** What a human is shown: built from the request and from what was read, with foreign text made safe. */
export type Summary = {
  /** E.g. `Archive project: "Marketing" (proj_1)`. */
  what: string;
  /** The same in fewer words, for the first rows of a question, the fullest first: with whole names, and with cut ones. */
  shorter: { whole: string[]; cut: string[] };
  /** What it sets and how far it reaches, in a few words each, what matters most first; the fullest of these first. */
  extents: string[][];
  /** Whether it can be undone, or what else is at stake, in one short sentence. */
  risk: string;
  /** Why this is asked. */
  because: string;
  /** What an update changes, from what to what, a line each. */
  changes: string[];
  /** How far it reaches, a line each. */
  reach: string[];
  /** Method and path, then the members of the body. */
  request: string[];
  /** As whom it is done, and where a new secret goes. */
  account: string;
};

/** Whose call it is. */
export type Origin = {
  /** The client's name and version, as it gave them. */
  client: string;
  /** Of the server. */
  processId: number;
  /** Whether it acts on the make-believe organization, which ends with the server. */
  sandbox: boolean;
};

export type Plan = {
  id: string;
  tool: string;
  /** Digest of tool, request and principal. */
  call: string;
  /** Digest of the target as it was read; empty when there was none to read. */
  target: string;
  profile: string;
  summary: Summary;
  /** What has to be typed to approve. */
  typed: string;
  origin: Origin;
  /** The ways in which it may be approved, as its server was started. */
  ways: readonly Way[];
  /** Milliseconds since 1970. */
  proposedAt: number;
  /** Milliseconds for which it waits, and then its approval. */
  lasts: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Who approved it, once somebody did. */
  approvedBy?: string;
};

/**
 * Whether an approval of the plan counts where these ways do: one that might have been given in another way counts as
 * given in that one.
 */
export function countsAmong({ ways: possible }: Pick<Plan, 'ways'>, ways: readonly Way[]): boolean {
  return possible.every((way) => ways.includes(way));
}

/** Binds a plan to what would be sent and as whom. */
export function callDigest(tool: string, request: ApiRequest, principal: Principal): string {
  return digestOf({ tool, request, principal });
}

/** What changes by itself, without anybody changing the thing. */
const RESTLESS =
  /^(last_.*|.*_last_used_at|usage_bytes|file_counts|request_counts|enforcement|estimated_finish|usage|trained_tokens)$/;

/**
 * Digest of a target as it was read, without what changes by itself.
 * @param maps members whose names are the customer's own: none of them changes by itself
 */
export function targetDigest(body: unknown, maps: readonly string[]): string {
  return body === undefined ? '' : digestOf(settled(body, maps));
}

function settled(value: unknown, maps: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => settled(item, maps));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      if (maps.includes(name)) return [[name, member]];
      return RESTLESS.test(name) ? [] : [[name, settled(member, maps)]];
    }),
  );
}
