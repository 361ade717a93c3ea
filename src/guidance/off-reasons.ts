/** Why tools are off, in the words in which everything else says it, once for each reason. */
import type { GuidancePorts } from './guidance-ports.ts';

/** `delete_user, delete_invite (switched off by --read-only)`; empty where all of them are on. */
export function offReasons(tools: Iterable<string>, { decide, names }: GuidancePorts): string {
  const byReason = new Map<string, string[]>();
  for (const name of tools) {
    const decision = decide(name);
    if (decision.allowed) continue;
    byReason.set(decision.brief, [...(byReason.get(decision.brief) ?? []), names.shown(name)]);
  }
  return [...byReason].map(([reason, off]) => `${off.join(', ')} (${reason})`).join('; ');
}
