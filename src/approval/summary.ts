/** The summary of a write that a human sees before they approve it: what, on what, how far, and its request. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import type { Risk } from '../specs/spec-schema.ts';
import { oneLine, quote } from '../text/clean.ts';
import { firstLines, MORE_BELOW } from './first-lines.ts';
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
  /** What it sets, in a few words each, and the same in fewer. */
  sets: { brief: string[]; briefer: string[] };
  /** How far it reaches: in a few words each, the same of what matters less, and a line each. */
  reach: { brief: string[]; minor: string[]; lines: string[] };
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
    shorter: {
      whole: [whatOf({ tool, checked }, subject, { around: 'name' })],
      cut: [
        whatOf({ tool, checked }, subject, { limit: SHORT_NAME }),
        whatOf({ tool, checked }, subject, { limit: SHORT_NAME, around: 'name' }),
        whatOf({ tool, checked }, alone(subject), { limit: SHORT_NAME }),
      ],
    },
    extents: [sets.brief, sets.briefer].flatMap((set) => lessAndLess([...set, ...reach.brief], reach.minor)),
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

/** With all that matters less, and with one of these fewer each time. */
function lessAndLess(decisive: string[], minor: readonly string[]): string[][] {
  const fewer = minor.map((_, at) => [...decisive, ...minor.slice(0, -1 - at), MORE_BELOW]);
  return [[...decisive, ...minor], ...fewer];
}

function alone({ id, name }: Subject): Subject {
  return { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
}

type Brevity = {
  /** Of each name, in characters. */
  limit?: number;
  /** Of what holds the thing, and has a name, the name alone. */
  around?: 'name';
};

function whatOf(
  { tool, checked }: Pick<PreparedWrite, 'tool' | 'checked'>,
  subject: Subject,
  { limit, around: shown }: Brevity = {},
): string {
  const tellAround = (one: { id?: string; name?: string }) =>
    shown === 'name' && one.name !== undefined ? quote(one.name, limit) : tell(one, limit);
  const created = nameCreated({ tool, checked });
  const { id, holder, project } = subject;
  const on = created === undefined ? (id === undefined ? '' : tell(subject, limit)) : quote(created, limit);
  const of = holder === undefined ? '' : ` of ${tellAround(holder)}`;
  const isProject = project !== undefined && project.id === id;
  // What is created has no place of its own yet, so that of the thing around it is told.
  const around = created !== undefined && id !== undefined && !isProject ? ` for ${tellAround(subject)}` : '';
  const inside = project && (created !== undefined || !isProject) ? ` in project ${tellAround(project)}` : '';
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
