/** Deciding, request by request, which failure rule strikes. */
import type { Random } from '../data/random.ts';
import type { FailureEffect, FailureRule } from './failure-rules.ts';

export type FailureChooser = (method: string, path: string) => FailureEffect | undefined;

/** The first rule that meets the request wins. A rule counts the requests that its other conditions meet. */
export function createFailureChooser(rules: readonly FailureRule[], random: Random): FailureChooser {
  const states = rules.map((rule) => ({ rule, met: 0 }));
  return (method, path) => {
    for (const state of states) {
      const { rule } = state;
      if (rule.method !== undefined && rule.method !== method) continue;
      if (rule.pathPrefix !== undefined && !path.startsWith(rule.pathPrefix)) continue;
      if (rule.first !== undefined && state.met >= rule.first) continue;
      if (rule.chance !== undefined && random.fraction() >= rule.chance) continue;
      state.met += 1;
      return rule.effect;
    }
    return undefined;
  };
}
