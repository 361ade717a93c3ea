/** The job that takes everything from a person who leaves: invites, keys, and then the person. */
import { readHoldings } from '../../reports/access/holdings.ts';
import { readSomebody } from '../../reports/access/subject.ts';
import { Gaps } from '../../reports/gaps.ts';
import { readPlaces } from '../../reports/places.ts';
import { quote } from '../../text/clean.ts';
import type { Job } from '../job.ts';
import { leftWithoutOwner } from './owners-left.ts';
import { brieflyHeld, offboardingSteps, whatFollows } from './plan-offboard.ts';

export const jobOffboard: Job = async ({ values, reads, now }) => {
  const gaps = new Gaps();
  const given = String(values.person);
  const somebody = await readSomebody('person', given, reads, gaps);
  // Whether they are here at all has to be known.
  gaps.throwIfNothing();
  const { person } = somebody;
  const places = await readPlaces(undefined, reads);
  const active = places.filter(({ state }) => state !== 'archived');
  const held = await readHoldings(somebody, active, reads, gaps, { goOn: 'report_access shows them' });
  const withoutOwner = person ? await leftWithoutOwner(person, held.memberships, reads, gaps) : [];
  const steps = offboardingSteps(person, held);
  const label = person?.label ?? somebody.email ?? somebody.id ?? given;
  const { why } = gaps.told();
  return {
    what: `Off-board: ${quote(label, 60)} (${person?.id ?? 'not in the organization'})`,
    names: [somebody.email, person?.id, label].filter((name) => name !== undefined),
    brief: brieflyHeld(held, now / 1000),
    steps,
    notes: person === undefined && steps.length === 0 ? [nothingOf(label)] : [],
    // What could not be read is not taken away either.
    reach: [...(why === undefined ? [] : [why]), ...withoutOwner, ...whatFollows(person, held, now / 1000)],
  };
};

function nothingOf(label: string): string {
  return `${quote(label, 60)} is not in the organization, and no API key, admin key or open invite of theirs was found. If that is a surprise, look for another spelling with list_users.`;
}
