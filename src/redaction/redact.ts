/** The one way in which texts are cleaned of secrets before they leave this process. */
import { KEY_MARK, SECRET_MARK } from '../text/left-out.ts';
import { unescapedLayers } from './encodings.ts';
import { addSecret, emptyIndex, findSecrets, type Span } from './find-secrets.ts';
import { findKeys } from './key-patterns.ts';
import { isSecretOnlyWhole, knownSecrets } from './known-secrets.ts';

export type RedactOptions = {
  /** Secrets that may be shown. */
  except?: ReadonlySet<string>;
  /** What stands right before the text and has been written already; a secret may begin in it. */
  before?: string;
};

const index = emptyIndex();
let indexed = 0;

/**
 * The text with `[secret]` for every secret that this process has seen, in every spelling of encodings.ts, and for
 * every part of one of at least 20 characters, and `[key]` for whatever else looks like a key. Undefined when a
 * secret shows once escapes are undone: there is no telling which part of the text to take out.
 */
export function redact(text: string, { except, before = '' }: RedactOptions = {}): string | undefined {
  indexNewSecrets();
  const whole = before + text;
  const spans = [
    ...findSecrets(whole, index, except).map((span) => ({ ...span, mark: SECRET_MARK })),
    ...findKeys(whole, except).map((span) => ({ ...span, mark: KEY_MARK })),
  ];
  const clean = spans.length === 0 ? text : replaceSpans(whole, before.length, spans);
  const mustBeClean = [...(spans.length === 0 ? [] : [clean]), ...unescapedLayers(clean)];
  return mustBeClean.some((layer) => findSecrets(layer, index, except).length > 0) ? undefined : clean;
}

/** Secrets are never forgotten, so the new ones are the last. */
function indexNewSecrets(): void {
  const known = knownSecrets();
  if (known.size === indexed) return;
  for (const secret of [...known].slice(indexed)) addSecret(index, secret, isSecretOnlyWhole(secret));
  indexed = known.size;
}

/** From `from` on; what overlaps becomes one mark, and a secret's mark wins. */
function replaceSpans(text: string, from: number, spans: (Span & { mark: string })[]): string {
  const sorted = spans.sort((one, other) => one.start - other.start);
  let clean = '';
  let at = from;
  for (let first = 0; first < sorted.length; ) {
    let { start, end, mark } = sorted[first] as Span & { mark: string };
    let next = first + 1;
    for (let span = sorted[next]; span !== undefined && span.start < end; span = sorted[next]) {
      end = Math.max(end, span.end);
      if (span.mark === SECRET_MARK) mark = span.mark;
      next += 1;
    }
    first = next;
    if (end <= from) continue;
    clean += text.slice(at, Math.max(at, start)) + mark;
    at = end;
    start = end;
  }
  return clean + text.slice(at);
}
