/** `report_access`: what a person holds, who and what reaches a project, or what a review of the organization would ask. */

import { Gaps } from '../gaps.ts';
import { placesFrom, readPlaces } from '../places.ts';
import type { Report } from '../report.ts';
import { type AccessQuery, accessToAll } from './organization.ts';
import { readPeople } from './people.ts';
import { accessOfPerson } from './person.ts';
import { accessToProject } from './project.ts';
import { readSubject } from './subject.ts';

const USUAL_UNUSED_DAYS = 90;

export const reportAccess: Report = async ({ values, reads, now }) => {
  const gaps = new Gaps();
  const given = values.projects as string[] | undefined;
  const places = await gaps.attempt('projects', () => readPlaces(given, reads));
  const subject = await readSubject(String(values.subject ?? ''), places, reads, gaps);
  const query: AccessQuery = {
    places: placesFrom(values.from_project, places ?? []),
    isWhole: given === undefined && values.from_project === undefined,
    now: Math.floor(now / 1000),
    unusedDays: typeof values.unused_days === 'number' ? values.unused_days : USUAL_UNUSED_DAYS,
    top: typeof values.top === 'number' ? values.top : undefined,
    findingsOnly: values.findings_only === true,
  };
  const everybody = () => readPeople(reads);
  if (subject.kind === 'organization') return accessToAll(query, everybody, reads, gaps);
  if (subject.kind === 'project') return accessToProject(subject.place, query, everybody, reads, gaps);
  return accessOfPerson(subject, query, reads, gaps);
};
