/** From a question to what is looked for: terms with the weight of each, and what is to be done. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { asksWhoDidIt, asksWhoMay } from './deeds.ts';
import { shownBy, withoutIds } from './ids.ts';
import { type Intent, intentOf, isVerb } from './intent.ts';
import { type NameStands, withoutNames } from './names.ts';
import { qualifiersIn, withoutHowAsked } from './qualifiers.ts';
import { withoutSlips } from './slips.ts';
import { termsOf } from './terms.ts';

export type Wanted = {
  weights: Map<string, number>;
  intent: Intent;
  /** What is asked about, without what only tells which one. */
  asked: string[];
  stand: NameStands;
  /** The families whose things are named by their IDs. */
  families: Set<string>;
};

/** What only tells which one, or how an answer is split, counts less than what is asked about. */
const WEIGHTS = { beside: 0.3, person: 0.5, log: 3 };

/** `titles` are the terms of what tools are called; `isTerm` tells whether any tool has a term. */
export function readQuestion(
  whole: string,
  tools: readonly ToolSpec[],
  titles: readonly string[],
  isTerm: (term: string) => boolean,
): Wanted {
  const isFound = (word: string) => termsOf(word).some(isTerm);
  const { rest, stand } = withoutNames(whole, titles, isFound);
  const question = withoutSlips(rest, isFound);
  const asked = termsOf(withoutHowAsked(withoutIds(question)));
  const beside = besideIn(question, asked.filter(isTerm));
  const shown = shownBy(question, tools);
  const weights = new Map<string, number>();
  const add = (terms: string[], weightOf: (term: string) => number) => {
    for (const term of terms) weights.set(term, Math.max(weights.get(term) ?? 0, weightOf(term)));
  };
  add(asked, (term) => (beside.has(term) ? WEIGHTS.beside : 1));
  add(
    shown.flatMap(({ title }) => termsOf(title)),
    () => 1,
  );
  if (stand.person) add(['user'], () => WEIGHTS.person);
  if (asksWhoDidIt(question, asked)) add(['auditlog'], () => WEIGHTS.log);
  if (asksWhoMay(question)) {
    weights.delete('who');
    add(['permission'], () => 1);
  }
  return {
    weights,
    intent: intentOf(question, asked, stand.place),
    asked:
      shown.length > 0 ? [] : asked.filter((term) => isTerm(term) && term !== 'who' && !beside.has(term)),
    stand,
    families: new Set(shown.map(({ family }) => family)),
  };
}

/** The terms beside the point; none where nothing else would be left, as in "details of the billing project". */
function besideIn(question: string, asked: string[]): Set<string> {
  const beside = new Set(qualifiersIn(question).flatMap(termsOf));
  const hasSubject = asked.some((term) => !beside.has(term) && !isVerb(term) && term !== 'project');
  return hasSubject ? beside : new Set();
}
