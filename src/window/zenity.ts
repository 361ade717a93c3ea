/** Windows of zenity (GNOME and most others): a field below a text, and before it a text that scrolls where it is long. */
import {
  APPROVE,
  DECLINE,
  GO_ON,
  isLong,
  WINDOW_TITLE,
  type WindowAnswer,
  type WindowProgram,
  type WindowQuestion,
} from './window.ts';

/** Source: zenity's src/entry.c and src/text.c, 3.44 and 4. */
export function zenityPrograms(
  program: string,
  environment: Record<string, string>,
  question: WindowQuestion,
): WindowProgram[] {
  const { picture, brief, label, seconds } = question;
  const long = isLong(question);
  const window = (kind: string, approve: string) => [
    kind,
    `--title=${WINDOW_TITLE}`,
    `--ok-label=${approve}`,
    `--cancel-label=${DECLINE}`,
    `--timeout=${seconds}`,
  ];
  const shown = [`${WINDOW_TITLE}.`, '', long ? brief : picture, '', label].join('\n');
  const field: WindowProgram = {
    program,
    arguments: [...window('--entry', APPROVE), '--width=640', `--text=${asLabel(shown)}`],
    input: '',
    environment,
    answerOf: (code, output) => answerOf(code) ?? { kind: 'typed', text: output.replace(/\n$/, '') },
  };
  const text: WindowProgram = {
    program,
    arguments: [...window('--text-info', GO_ON), '--width=760', '--height=560'],
    input: picture,
    environment,
    answerOf: (code) => answerOf(code) ?? 'go on',
  };
  return long ? [text, field] : [field];
}

/** The label of an entry is no markup, but has C escapes (g_strcompress) and letters underlined by `_` before them. */
function asLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('_', '__');
}

/** Undefined for the button that approves. */
function answerOf(code: number | null): WindowAnswer | undefined {
  if (code === 0) return undefined;
  if (code === 1) return { kind: 'declined' };
  return code === 5 ? { kind: 'closed' } : { kind: 'failed', why: `zenity ended with ${code ?? 'a signal'}` };
}
