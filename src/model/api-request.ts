/** One request to OpenAI on its way from the tool that makes it to the client that sends it, and its answer. */
import type { AccessEnd } from './access-end.ts';
import type { KeyPlace } from './key-place.ts';

/** Below the API's base URL; everything in it is already encoded. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Begins with "/". */
  path: string;
  /** Without "?"; empty for none. */
  query: string;
  /** Sent as JSON; none when absent. */
  body?: Record<string, unknown>;
  /** Value of the OpenAI-Beta header. */
  beta?: string;
  /** The key that goes with it. */
  key: KeyPlace;
  /** Only reads, so it may be sent again. A POST that searches is safe as well (RFC 9110, 9.2.1, by what it does). */
  safe: boolean;
  /** What a read's answer must hold, and a write's usually does; any JSON where it is left out. */
  expects?: ExpectedAnswer;
  /** Where no ID stands in path, query or body, an answer that finds nothing is about the address itself. True when absent. */
  namesId?: boolean;
  /**
   * The moment of the client's monotonic clock by which its answer has to be there, where it goes on for an earlier
   * request; the client's usual time from now on when absent.
   */
  deadline?: number;
  /** The moment after which nothing of it may begin to be sent; none when absent. */
  access?: AccessEnd;
  /** Settles when its answer is no longer needed: of large answers one is in memory after the other. */
  inUse?: Promise<void>;
};

/** `data` has to be a list of objects and an ID a text; other members only have to be there. */
export type ExpectedAnswer = {
  needs: readonly string[];
  /** The list that every entry of `data` holds. */
  rows?: string;
  /** The entries of `data` are texts. */
  texts?: true;
  /** Nothing at all says enough, as after a deletion. */
  mayBeEmpty?: true;
};

/** The tightest limit a response reported. A field that the response did not give is absent. */
export type RateLimit = {
  /** Size of the bucket: requests, tokens, or whatever it counts. */
  limit?: number;
  /** What is left in the bucket. */
  remaining?: number;
  /** Whole seconds, rounded up, until the bucket is full again. */
  reset_seconds?: number;
  /** Whole seconds to wait before the next try; never less than `reset_seconds`. */
  retry_after_seconds?: number;
};

export type ApiResponse = {
  status: number;
  /** The parsed JSON; null for an answer without content. Numbers that a double cannot hold are strings. */
  body: unknown;
  /** How many bytes of text it was; absent where that is not known. */
  bytes?: number;
  /** Why the body of a write that succeeded could not be read; it is null then. */
  unread?: string;
  /** What a write that succeeded answered in place of what it usually does, by types and names. */
  unusual?: string;
  /** Of a write. */
  requestId?: string;
};

/**
 * Sends one request with its key. Aborting `signal` ends it at once.
 * @throws ApiError, or CredentialError when there is no such key
 */
export type Send = (request: ApiRequest, signal: AbortSignal) => Promise<ApiResponse>;
