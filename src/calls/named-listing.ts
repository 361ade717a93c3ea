/** Finding what has a name among the items of a list: as it is, as our sentences show it, or as it was copied from JSON. */
import type { Listing } from '../reading/read-listing.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { oneLine } from '../text/clean.ts';
import { shownForm, textBehind } from '../text/shown-form.ts';

/** A listing with its items by their names, in the form in which names are compared. */
export type NamedListing = Listing & { byName: Map<string, Record<string, unknown>[]> };

export function withNames(listing: Listing, spec: ValueSpec): NamedListing {
  const byName: NamedListing['byName'] = new Map();
  for (const item of listing.items) {
    const forms = new Set(namesOf(item, spec).flatMap(comparedForms));
    for (const form of forms) {
      const same = byName.get(form);
      if (same === undefined) byName.set(form, [item]);
      else same.push(item);
    }
  }
  return { ...listing, byName };
}

export function nameMembers(spec: ValueSpec): string[] {
  return spec.named_by ?? ['name'];
}

export function namesOf(item: Record<string, unknown>, spec: ValueSpec): string[] {
  return nameMembers(spec).flatMap((field) => {
    const name = item[field];
    return typeof name === 'string' ? [name] : [];
  });
}

/** Those with just this name; where there are none, those whose name was copied out of JSON with its escapes. */
export function itemsNamed(value: string, byName: NamedListing['byName']): Record<string, unknown>[] {
  const readings = [value, ...copiedFromJson(value)].map((reading) => byName.get(compared(reading)) ?? []);
  return readings.find((named) => named.length > 0) ?? [];
}

/** Answers are JSON in a text, where a backslash is written twice and any character may be \\u and four digits. */
function copiedFromJson(value: string): string[] {
  const once = value
    .replaceAll('\\\\', '\\')
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["/])/g, '$1');
  // The shown form was read already, and left the first of its two backslashes.
  const alone = once.replace(STRAY_BACKSLASH, '');
  return [...new Set([once, textBehind(once), alone, textBehind(alone)])].filter((text) => text !== value);
}

const STRAY_BACKSLASH = /\\(?=\p{Cf}|\p{Cc}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point})/gu;

/** A name as it is, and as our sentences show it: on one line, and cut where it is long. */
function comparedForms(name: string): string[] {
  return [compared(name), compared(textBehind(oneLine(shownForm(name))))];
}

function compared(text: string): string {
  return text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
}
