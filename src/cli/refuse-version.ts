/** That a request is carried out only in a protocol version that is spoken here, whatever came before it. */
import {
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';
import { shortened } from '../text/clean.ts';
import { CODE, type Refusal } from './protocol-error.ts';

/** The versions in which each request names its own. The MCP package knows them and does not say. */
const NAMED_BY_REQUESTS = ['2026-07-28'];

const MAX_SHOWN_LENGTH = 100;

/**
 * The MCP package looks at the version of a connection's first request only.
 * @param greeted whether `initialize` came, which agrees on a version for the whole connection
 */
export function refuseVersion(request: JSONRPCRequest, greeted: boolean): Refusal | undefined {
  // What `initialize` asks for is negotiated.
  if (request.method === 'initialize' || !isRecord(request.params?._meta)) return undefined;
  const version = request.params._meta[PROTOCOL_VERSION_META_KEY];
  if (version === undefined) return undefined;
  const { id } = request;
  if (typeof version !== 'string') {
    const message = `Invalid _meta: ${PROTOCOL_VERSION_META_KEY} is text, such as ${NAMED_BY_REQUESTS[0]}.`;
    return { id, code: CODE.invalidParams, message };
  }
  const supported = greeted ? [...NAMED_BY_REQUESTS, ...SUPPORTED_PROTOCOL_VERSIONS] : NAMED_BY_REQUESTS;
  if (supported.includes(version)) return undefined;
  const requested = shortened(version, MAX_SHOWN_LENGTH);
  const message = `Unsupported protocol version: ${requested}. Name one of ${supported.join(', ')}; nothing was done.`;
  return { id, code: CODE.unsupportedVersion, message, data: { supported, requested } };
}
