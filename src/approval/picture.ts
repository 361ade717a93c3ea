/** Owns the picture of a write that a human sees before they approve it: what, on what, how far, and its request. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { quote, showInvisible } from '../text/clean.ts';
import type { PreparedWrite } from '../tools/write-guard.ts';
import { riskOf } from './needs-approval.ts';
import type { Picture, Plan } from './plan.ts';

/** What is known of the thing that a write acts on. */
export type Subject = { id?: string; name?: string; project?: { id: string; name?: string } };

const RISK_SENTENCES: Record<NonNullable<ToolSpec['risk']>['class'], string> = {
  reversible: 'This can be undone.',
  costly: 'This may cost money.',
  irreversible: 'This cannot be undone.',
  mints_secret: 'This makes a new secret.',
  self_lockout: 'This can lock administrators out.',
};

/** A body longer than this is cut: whoever approves has to be able to read it. */
const LONGEST_REQUEST_LINE = 600;

export function pictureOf(
  { tool, checked, request }: PreparedWrite,
  subject: Subject,
  reach: string[],
): Picture {
  const created = tool.method === 'create' ? nameGiven(checked.values) : undefined;
  const isProject = subject.project !== undefined && subject.project.id === subject.id;
  const on =
    created === undefined ? (subject.id === undefined ? '' : ` ${tell(subject)}`) : ` ${quote(created)}`;
  // What is created has no place of its own yet, so that of the thing around it is told.
  const around =
    created !== undefined && subject.id !== undefined && !isProject ? ` for ${tell(subject)}` : '';
  const inside =
    subject.project && (created !== undefined || !isProject) ? ` in project ${tell(subject.project)}` : '';
  const body = request.body === undefined ? [] : [cut(showInvisible(JSON.stringify(request.body)))];
  return {
    what: `${tool.title}:${on}${around}${inside}`.replace(/:$/, '').replace(/: in /, ' in '),
    risk: `${RISK_SENTENCES[riskOf(tool, checked.values)]} ${tool.risk?.because ?? ''}`.trim(),
    reach,
    request: [
      `${request.method} ${showInvisible(request.path)}${request.query && `?${request.query}`}`,
      ...body,
    ],
  };
}

function tell({ id, name }: { id?: string; name?: string }): string {
  const shownId = showInvisible(id ?? '').slice(0, 100);
  return name === undefined ? shownId : `${quote(name)} (${shownId})`;
}

/**
 * What a human types to approve: the name of the thing, or its ID where the name is missing or hard to type, or the
 * tool's name where there is neither.
 */
export function typedFor({ tool, checked }: PreparedWrite, subject: Subject): string {
  const created = tool.method === 'create' ? nameGiven(checked.values) : undefined;
  const candidates = [created, subject.name, subject.id, subject.project?.name, subject.project?.id];
  return candidates.find((one) => one !== undefined && TYPEABLE.test(one))?.trim() ?? tool.name;
}

/** Letters, digits and common signs on one line. */
const TYPEABLE = /^(?=.*\S)[\p{L}\p{N} ._@+:/&()#'-]{1,60}$/u;

function nameGiven({ name, email }: Record<string, unknown>): string | undefined {
  return [name, email].find((one): one is string => typeof one === 'string');
}

function cut(text: string): string {
  return text.length > LONGEST_REQUEST_LINE
    ? `${text.slice(0, LONGEST_REQUEST_LINE)}... (${text.length} characters)`
    : text;
}

/** The picture as lines, for a dialog and for a terminal alike. */
export function pictureLines({ picture, profile }: Pick<Plan, 'picture' | 'profile'>): string[] {
  return [
    picture.what,
    picture.risk,
    ...(picture.reach.length > 0 ? ['Reach:', ...picture.reach.map((line) => `- ${line}`)] : []),
    'Request:',
    ...picture.request.map((line) => `  ${line}`),
    `Profile: ${profile}`,
  ];
}
