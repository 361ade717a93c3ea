/** What of a call may stand in the audit trail: no secrets, nothing invisible, and only so much of it. */
import { shortened } from '../text/clean.ts';
import { showInvisible } from '../text/shown-form.ts';

const MAX_TEXT_LENGTH = 200;
const MAX_DEPTH = 6;
const MAX_PARTS = 50;

/** With everything else at its longest, a line stays under 16 kB. */
const MAX_ARGUMENT_BYTES = 8_000;

/** Takes secrets out of a text. */
export type Clean = (text: string) => string;

/** One string, without secrets, with invisible characters written out, at most 200 characters. */
export function tidyText(text: string, clean: Clean): string {
  // Cleaned before it is cut: of half a secret nobody can tell that it is one.
  return shortened(showInvisible(clean(text)), MAX_TEXT_LENGTH);
}

/** Anything that came as JSON; its strings and names tidied, what is too deep or too long left out and said so. */
export function tidyValue(value: unknown, clean: Clean, depth = 0): unknown {
  if (typeof value === 'string') return tidyText(value, clean);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return '[nested too deep]';
  if (Array.isArray(value)) {
    const rest = value.length - MAX_PARTS + 1;
    const kept = rest > 1 ? value.slice(0, MAX_PARTS - 1) : value;
    const parts = kept.map((part) => tidyValue(part, clean, depth + 1));
    return rest > 1 ? [...parts, `[${rest} more]`] : parts;
  }
  const entries = Object.entries(value);
  const rest = entries.length - MAX_PARTS + 1;
  const kept = rest > 1 ? entries.slice(0, MAX_PARTS - 1) : entries;
  const parts = kept.map(([name, part]) => [tidyText(name, clean), tidyValue(part, clean, depth + 1)]);
  return Object.fromEntries(rest > 1 ? [...parts, ['...', `${rest} more`]] : parts);
}

/** The arguments of a call, whatever came for them; when they are too long together, only how long. */
export function tidyArguments(given: unknown, clean: Clean): unknown {
  const tidy = tidyValue(given, clean);
  const bytes = Buffer.byteLength(JSON.stringify(tidy));
  return bytes > MAX_ARGUMENT_BYTES ? { '...': `${bytes} bytes left out` } : tidy;
}
