/** Recognising a key in the form in which OpenAI's lists show it: its beginning, something in between, its end. */

/** Fewer visible characters than this at the end fit too many keys. */
const MIN_VISIBLE_AT_END = 3;

/** Whether `redacted` (sk-admin-***abcd, sk-...xyz) is how this key is shown; undefined when it shows too little to tell. */
export function isShownAs(key: string, redacted: string): boolean | undefined {
  const { start, end } = visibleParts(redacted);
  return end.length < MIN_VISIBLE_AT_END ? undefined : key.startsWith(start) && key.endsWith(end);
}

/** The same by the end alone: not every list shows how a key begins in the same way. */
export function endsAsShown(key: string, redacted: string): boolean | undefined {
  const { end } = visibleParts(redacted);
  return end.length < MIN_VISIBLE_AT_END ? undefined : key.endsWith(end);
}

function visibleParts(redacted: string): { start: string; end: string } {
  const [, start = '', end = ''] = /^([\w-]*?)(?:\*+|\.{2,}|…+|•+|x{4,})([\w-]*)$/i.exec(redacted) ?? [];
  return { start, end };
}
