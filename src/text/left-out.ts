/** The marks that stand where something of a text is not shown. */

/** A secret that this process has seen, and what looks like a key. */
export const SECRET_MARK = '[secret]';
export const KEY_MARK = '[key]';

/** A one-time secret in an answer of the API. */
export const NOT_SHOWN = '[not shown]';

/** For the end of a long text, or for marks that flood a letter: `what` says how much it was. */
export function cutMark(what: string): string {
  return `[cut: ${what}]`;
}

/** Where a text has one of them. */
export const LEFT_OUT = /\[(?:secret|key|not shown|cut: [\d,]+ (?:of [\d,]+ characters|marks))\]/;
