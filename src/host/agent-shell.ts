/** Telling a shell in which an assistant runs commands, by what these set for their children. A tripwire: they can unset it. */
import type { Environment } from './host.ts';

/** Beginnings of names; each assistant has one of its own, and AI_AGENT is for all. */
const MARKERS =
  /^(?:AI_AGENT|AGENT|CLAUDECODE|CLAUDE_CODE_|CODEX_|CURSOR_AGENT|GEMINI_CLI|OPENCODE|AIDER_|GOOSE_|CLINE_|COPILOT_AGENT|REPLIT_AGENT|AMP_)/;

/** The variable that says so; undefined in a shell of a person's. */
export function agentMarker(environment: Environment): string | undefined {
  return Object.keys(environment).find((name) => MARKERS.test(name) && (environment[name] ?? '') !== '');
}
