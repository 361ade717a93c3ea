/** The summary of a write that a human sees before they approve it: what, on what, how far, and its request. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import type { Risk } from '../specs/spec-schema.ts';
import { oneLine, quote } from '../text/clean.ts';
import { firstLines } from './first-lines.ts';
import { riskOf } from './needs-approval.ts';
import type { Principal, Summary } from './plan.ts';
import { requestLines } from './request-lines.ts';

/** What is known of the thing that a write acts on. */
export type Subject = {
  id?: string;
  name?: string;
  project?: { id: string; name?: string };
  holder?: { id: string; name?: string };
};

export const RISK_SENTENCES: Record<Risk['class'], string> = {
  reversible: 'This can be undone.',
  costly: 'This may cost money.',
  irreversible: 'This cannot be undone.',
  mints_secret: 'This makes a new secret.',
  opens_access: 'This lets others in, or sends them data.',
  stops_traffic: 'This can stop production traffic at once.',
  self_lockout: 'This can lock administrators out.',
};

/** What is told besides the write itself and the thing. */
export type Told = {
  changes: string[];
  /** What it sets, in a few words each. */
  sets: string[];
  /** How far it reaches: in a few words each, and a line each. */
  reach: { brief: string[]; lines: string[] };
  /** Why a person is asked, besides the risk; may be empty. */
  askedBy: string;
  principal: Principal;
  /** What this very call does, where that was read; it stands in place of what calls of its kind may do. */
  effect?: { risk: string; because: string } | undefined;
  /** Where a new secret goes, for people; absent where none is made. */
  secretGoesTo?: string | undefined;
};

export function summaryOf(
  { tool, checked, request }: PreparedWrite,
  subject: Subject,
  { changes, sets, reach, askedBy, principal, effect, secretGoesTo }: Told,
): Summary {
  const usual = riskOf(tool, checked.values);
  return {
    what: whatOf({ tool, checked }, subject),
    whatInShort: whatOf({ tool, checked }, subject, SHORT_NAME),
    whatAlone: whatOf({ tool, checked }, alone(subject), SHORT_NAME),
    extent: [...sets, ...reach.brief],
    risk: effect?.risk ?? RISK_SENTENCES[usual.class],
    because: [effect?.because ?? usual.because, askedBy].filter(Boolean).join(' '),
    changes,
    reach: reach.lines,
    request: requestLines(request),
    account: accountOf(principal, secretGoesTo),
  };
}

/** Longer names leave no room for the rest in the first rows of a question. */
const SHORT_NAME = 16;

function alone({ id, name }: Subject): Subject {
  return { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
}

/** @param limit of each name, in characters */
function whatOf(
  { tool, checked }: Pick<PreparedWrite, 'tool' | 'checked'>,
  subject: Subject,
  limit?: number,
): string {
  const created = nameCreated({ tool, checked });
  const { id, holder, project } = subject;
  const on = created === undefined ? (id === undefined ? '' : tell(subject, limit)) : quote(created, limit);
  const of = holder === undefined ? '' : ` of ${tell(holder, limit)}`;
  const isProject = project !== undefined && project.id === id;
  // What is created has no place of its own yet, so that of the thing around it is told.
  const around =
    created !== undefined && id !== undefined && !isProject ? ` for ${tell(subject, limit)}` : '';
  const inside =
    project && (created !== undefined || !isProject) ? ` in project ${tell(project, limit)}` : '';
  return `${tool.title}${on && `: ${on}`}${around}${of}${inside}`;
}

export function accountOf(
  { profile, organization, project }: Principal,
  secretGoesTo: string | undefined,
): string {
  const parts = [
    `Profile: ${oneLine(profile)}`,
    organization && `organization ${oneLine(organization)}`,
    project && `project ${oneLine(project)}`,
  ];
  const goesTo = secretGoesTo === undefined ? '' : `. The new secret goes to ${secretGoesTo}.`;
  return `${parts.filter(Boolean).join(', ')}${goesTo}`;
}

function tell({ id, name }: { id?: string; name?: string }, limit?: number): string {
  const shownId = oneLine(id ?? '');
  return name === undefined ? shownId : `${quote(name, limit)} (${shownId})`;
}

/**
 * What a human types to approve: the name of the thing, or its ID where the name is missing or hard to type, or the
 * tool's name where there is neither.
 */
export function typedFor(write: PreparedWrite, subject: Subject): string {
  const candidates = [
    nameCreated(write),
    subject.name,
    subject.id,
    subject.project?.name,
    subject.project?.id,
  ];
  return candidates.find((one) => one !== undefined && isTypeable(one)) ?? write.tool.name;
}

/** Letters, digits and common signs, with single blanks between them, all of which are shown as they are. */
export function isTypeable(text: string): boolean {
  return (
    /^[\p{L}\p{N}._@+:/&()#'-]+( [\p{L}\p{N}._@+:/&()#'-]+)*$/u.test(text) &&
    text.length <= 60 &&
    oneLine(text) === text
  );
}

/** The name of what a write creates, as its arguments have it. */
export function nameCreated({ tool, checked }: Pick<PreparedWrite, 'tool' | 'checked'>): string | undefined {
  if (tool.method !== 'create') return undefined;
  const { name, email, ...others } = checked.values;
  const named = Object.entries(others).find(([member]) => member.endsWith('_name'));
  return [name, email, named?.[1]].find((one): one is string => typeof one === 'string');
}

/** The summary as lines, for a dialog and for a terminal alike. */
export function describeSummary(summary: Summary): string[] {
  return [
    ...firstLines(summary),
    ...(summary.because === '' ? [] : [summary.because]),
    ...section('Changes:', summary.changes),
    ...section('Reach:', summary.reach),
    'Request:',
    ...summary.request.map((line) => `  ${line}`),
    summary.account,
  ];
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`)];
}
