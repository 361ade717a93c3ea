/** Which calls on record are wanted: since when, of which tool and profile, with what outcome. Pure. */
import { matchesGlob } from '../text/glob.ts';
import { type AuditedCall, wasToBeSent } from './read-calls.ts';

/** What is absent chooses nothing away. */
export type Wanted = {
  /** Milliseconds since 1970. */
  since?: number;
  /** `*` and `?` stand for any characters. */
  tool?: string;
  profile?: string;
  /** One of `CALL_WORDS`. */
  outcome?: string;
};

/** What came of a sent call; `none` where nothing was recorded. */
const OUTCOMES = ['done', 'rejected', 'unknown', 'not_sent', 'secret_lost', 'too_late', 'none'];

/** Why another was not sent. */
const DECISIONS = ['asked', 'planned', 'granted', 'dry_run', 'refused', 'invalid'];

export const CALL_WORDS: readonly string[] = [...OUTCOMES, ...DECISIONS];

export function isWanted(call: AuditedCall, { since, tool, profile, outcome }: Wanted): boolean {
  const { intent } = call;
  if (since !== undefined && !(Date.parse(String(intent.time ?? call.outcome?.time)) >= since)) return false;
  if (tool !== undefined && !matchesGlob(tool, String(intent.tool))) return false;
  if (profile !== undefined && intent.profile !== profile) return false;
  return outcome === undefined || wordOf(call) === outcome;
}

/** How the call ended, in one word. */
function wordOf({ intent, outcome }: AuditedCall): unknown {
  if (outcome !== undefined) return outcome.outcome;
  return wasToBeSent(intent.decision) ? 'none' : intent.decision;
}
