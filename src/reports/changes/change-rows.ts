/** The rows of shown events, with names in the place of IDs. */

import { shortened } from '../../text/clean.ts';
import { isoTime } from '../../tools/shape-value.ts';
import type { Gaps } from '../gaps.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell } from '../table.ts';
import { type Change, isName } from './event.ts';
import { type ThingNames, thingNames } from './thing-names.ts';

export async function changeRows(
  shown: readonly Change[],
  all: readonly Change[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<{ columns: string[]; rows: unknown[][] }> {
  const newestFirst = [...all].sort((one, other) => other.at - one.at);
  const names = await thingNames(shown, newestFirst, reads, gaps);
  return {
    columns: ['at', 'what', 'thing', 'where', 'who', 'from'],
    rows: shown.map((change) => [
      isoTime(change.at),
      whatOf(change),
      thingOf(change, names),
      change.project === undefined ? 'organization' : cell(change.project.name ?? change.project.id),
      whoOf(change, names),
      fromOf(change, names),
    ]),
  };
}

/** Of what a thing was asked to become. */
const MOST_DETAILS = 3;
const MAX_DETAIL = 40;

function whatOf({ type, details, named }: Change): string {
  const told = Object.entries(details)
    .filter(([name, value]) => !isName(name) && ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, MOST_DETAILS)
    .map(([name, value]) => `${name} ${shortened(String(cell(String(value))), MAX_DETAIL)}`);
  // An assignment tells its role in its ID alone.
  const [, role] = /role-api-(?:organization|project)-([a-z]+)__/.exec(named.join(' ')) ?? [];
  const all = role === undefined ? told : [`role ${role}`, ...told];
  return `${type}${all.length > 0 ? `: ${all.join(', ')}` : ''}`;
}

function thingOf({ thing }: Change, names: ThingNames): string | null {
  if (thing === undefined) return null;
  const name = cell(names.get(thing));
  if (name === null) return thing;
  // An email is as good as an ID.
  return name.includes('@') ? name : `${name} ${thing}`;
}

function whoOf({ actor: { id, email } }: Change, names: ThingNames): string | null {
  return cell(email) ?? (id === undefined ? null : (cell(names.get(id)) ?? id));
}

function fromOf({ actor: { key, address } }: Change, names: ThingNames): string | null {
  if (key === undefined) return cell(address);
  const name = cell(names.get(key));
  return `API key ${name === null ? key : `${name} ${key}`}`;
}
