/** Telling whether a question is about what somebody did, which the audit log knows, or may do, which roles tell. */
import { fold } from './terms.ts';

/** "Who can delete a project" asks for rights and not for what was done. */
const MAY =
  /\b(?:who|wer|quien\w*|qui) (?:else )?(?:can|could|may|might|is (?:able|allowed)|kann|darf|puede\w*|peut|peuvent)\b/;

/** Who did something, or when it was done. */
const DOER =
  /\b(?:who|whom|any(?:one|body|thing)|some(?:one|body|thing)|wer|wem|quien|qui)\b|^what (?:did|has|have|changed)|^(?:when|wann|cuando|quand) /;
const DONE = /\b[a-z]{2,}ed\b|\b(?:made|gave|took|did|done)\b/;

/** What lists and reports tell better than the log. */
const REPORTED =
  /\b(?:used?|using|needed|spent|consumed|burned|joined|accepted|failed|caused|called|allowed|named|shared)\b/;

/** Deeds with their time: "role changes since May", "every key created last week". */
const IN_TIME =
  /\b(?:changes|deletions|removals|creations|logins|sign ?ins|[a-z]{2,}ed)\b.*\b(?:since|during|between|last|yesterday|today|this (?:week|month|quarter)|in \w+)\b/;

/** The changes that an audit log has. */
const LOGGED = new Set('create update rename delete cancel archive rotate allow forbid login'.split(' '));

/** True for "who deleted", "changes since May", and "wer hat ... gelöscht" with the verb at the end. */
export function asksWhoDidIt(question: string, terms: string[]): boolean {
  const plain = fold(question).trim();
  if (asksWhoMay(question)) return false;
  if (DOER.test(plain) && DONE.test(plain)) return !REPORTED.test(plain);
  if (DOER.test(plain) && LOGGED.has(terms.at(-1) ?? '')) return true;
  return IN_TIME.test(plain) && terms.some((term) => LOGGED.has(term));
}

export function asksWhoMay(question: string): boolean {
  return MAY.test(fold(question));
}
