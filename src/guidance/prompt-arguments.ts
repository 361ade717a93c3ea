/** The arguments of a prompt as its user gave them: known, there where they are needed, and safe to show. */
import type { PromptSpec } from '../specs/prompt-schema.ts';
import { oneLine, quote } from '../text/clean.ts';
import { didYouMean } from '../text/nearest.ts';

/** More than an email or a name has. What is longer is refused: one that was cut could mean somebody else. */
const MAX_CHARACTERS = 200;

/** Forms leave a field empty that nobody filled in. */
export function argumentsOf(
  { arguments: own = {} }: PromptSpec,
  given: Record<string, string>,
): { values: Record<string, string> } | { wrong: string } {
  const known = Object.keys(own);
  const other = Object.keys(given).find((name) => !known.includes(name));
  if (other !== undefined) {
    const hint = didYouMean(other, known) || (known.length > 0 ? `; there are ${known.join(', ')}.` : '.');
    return { wrong: `There is no argument ${quote(other)}${hint}` };
  }
  const values: Record<string, string> = {};
  for (const [name, { required, default: usual, description }] of Object.entries(own)) {
    const value = oneLine(given[name] ?? '', Number.POSITIVE_INFINITY).trim() || usual;
    if (value === undefined && required) return { wrong: `${name} is missing: ${description}` };
    if (value !== undefined && value.length > MAX_CHARACTERS) {
      return { wrong: `${name}: pass at most ${MAX_CHARACTERS} characters.` };
    }
    if (value !== undefined) values[name] = value;
  }
  return { values };
}
