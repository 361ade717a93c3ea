/** Who wrote a line or the head: a MAC by the state folder's key, with the key's id, at the end of a JSON object. */
import type { Seal } from '../state/seal.ts';

/** What the MAC stands on, so that none of one passes for one of another. */
export type Signed = 'line' | 'head';

export type Standing =
  | 'signed'
  /** Written before lines were signed, or by somebody without the key. */
  | 'unsigned'
  /** It says that the key at hand signed it, and that is not so. */
  | 'forged'
  /** By a key that is not at hand. */
  | 'unknown key';

/** Matches the end of what `signed` makes; no field of a line that is older ends like this. */
const SIGNATURE = /,"key":"([0-9a-f]{16})","mac":"([0-9a-f]{64})"\}$/;

/** The object as JSON, signed. */
export function signed(what: Signed, fields: Record<string, unknown>, seal: Seal): string {
  const text = JSON.stringify(fields);
  return `${text.slice(0, -1)},"key":"${seal.keyId}","mac":"${seal.of(`${PURPOSE[what]} ${text}`)}"}`;
}

/** @param seal undefined when there is no key at hand */
export function standingOf(what: Signed, json: string, seal: Seal | undefined): Standing {
  const [ending, keyId, mac] = SIGNATURE.exec(json) ?? [];
  if (ending === undefined || mac === undefined) return 'unsigned';
  if (seal === undefined || keyId !== seal.keyId) return 'unknown key';
  const text = `${json.slice(0, -ending.length)}}`;
  return seal.fits(`${PURPOSE[what]} ${text}`, mac) ? 'signed' : 'forged';
}

const PURPOSE = { line: 'audit line', head: 'audit head' };
