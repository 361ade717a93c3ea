/** The summary of a write that a human sees before they approve it: what, on what, how far, and its request. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { oneLine, quote } from '../text/clean.ts';
import { shownForm } from '../text/shown-form.ts';
import { riskOf } from './needs-approval.ts';
import type { Plan, Summary } from './plan.ts';

/** What is known of the thing that a write acts on. */
export type Subject = {
  id?: string;
  name?: string;
  project?: { id: string; name?: string };
  holder?: { id: string; name?: string };
};

const RISK_SENTENCES: Record<NonNullable<ToolSpec['risk']>['class'], string> = {
  reversible: 'This can be undone.',
  costly: 'This may cost money.',
  irreversible: 'This cannot be undone.',
  mints_secret: 'This makes a new secret.',
  self_lockout: 'This can lock administrators out.',
};

/** What makes a body longer is cut where it stands: whoever approves has to see every part of it. */
const MAX_TEXT_LENGTH = 160;
const MAX_PARTS = 30;
const MAX_BODY_LENGTH = 4_000;

export function summaryOf(
  { tool, checked, request }: PreparedWrite,
  subject: Subject,
  changes: string[],
  reach: string[],
  /** Why a person is asked, besides the risk; may be empty. */
  askedBy = '',
): Summary {
  const created = tool.method === 'create' ? nameGiven(checked.values) : undefined;
  const { id, holder, project } = subject;
  const on = created === undefined ? (id === undefined ? '' : tell(subject)) : quote(created);
  const of = holder === undefined ? '' : ` of ${tell(holder)}`;
  const isProject = project !== undefined && project.id === id;
  // What is created has no place of its own yet, so that of the thing around it is told.
  const around = created !== undefined && id !== undefined && !isProject ? ` for ${tell(subject)}` : '';
  const inside = project && (created !== undefined || !isProject) ? ` in project ${tell(project)}` : '';
  const body =
    request.body === undefined ? [] : [oneLine(JSON.stringify(brief(request.body)), MAX_BODY_LENGTH)];
  return {
    what: `${tool.title}${on && `: ${on}`}${around}${of}${inside}`,
    risk: [RISK_SENTENCES[riskOf(tool, checked.values)], tool.risk?.because, askedBy]
      .filter(Boolean)
      .join(' '),
    changes,
    reach,
    request: [
      `${request.method} ${oneLine(`${request.path}${request.query && `?${request.query}`}`, MAX_BODY_LENGTH)}`,
      ...body,
    ],
  };
}

function tell({ id, name }: { id?: string; name?: string }): string {
  const shownId = oneLine(id ?? '');
  return name === undefined ? shownId : `${quote(name)} (${shownId})`;
}

/**
 * What a human types to approve: the name of the thing, or its ID where the name is missing or hard to type, or the
 * tool's name where there is neither.
 */
export function typedFor({ tool, checked }: PreparedWrite, subject: Subject): string {
  const created = tool.method === 'create' ? nameGiven(checked.values) : undefined;
  const candidates = [created, subject.name, subject.id, subject.project?.name, subject.project?.id];
  return candidates.find((one) => one !== undefined && isTypeable(one)) ?? tool.name;
}

/** Letters, digits and common signs, with single blanks between them, all of which are shown as they are. */
function isTypeable(text: string): boolean {
  return (
    /^[\p{L}\p{N}._@+:/&()#'-]+( [\p{L}\p{N}._@+:/&()#'-]+)*$/u.test(text) &&
    text.length <= 60 &&
    oneLine(text) === text
  );
}

function nameGiven({ name, email }: Record<string, unknown>): string | undefined {
  return [name, email].find((one): one is string => typeof one === 'string');
}

function brief(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = shownForm(value);
    return text.length > MAX_TEXT_LENGTH
      ? `${text.slice(0, MAX_TEXT_LENGTH)}... (${text.length} characters)`
      : text;
  }
  if (Array.isArray(value)) {
    const parts = value.slice(0, MAX_PARTS).map(brief);
    return value.length > MAX_PARTS ? [...parts, `... (${value.length} in all)`] : parts;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [shownForm(name), brief(part)]));
}

/** The summary as lines, for a dialog and for a terminal alike. */
export function describeSummary({ summary, profile }: Pick<Plan, 'summary' | 'profile'>): string[] {
  return [
    summary.what,
    summary.risk,
    ...section('Changes:', summary.changes),
    ...section('Reach:', summary.reach),
    'Request:',
    ...summary.request.map((line) => `  ${line}`),
    `Profile: ${profile}`,
  ];
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `- ${line}`)];
}
