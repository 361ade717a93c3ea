/** Windows of kdialog (KDE): a field below a text, and before it a message that scrolls where the text is long. */
import {
  DECLINE,
  GO_ON,
  isLong,
  WINDOW_TITLE,
  type WindowAnswer,
  type WindowProgram,
  type WindowQuestion,
} from './window.ts';

/** Source: kdialog's src/kdialog.cpp, src/widgets.cpp and src/utils.cpp. */
export function kdialogPrograms(
  program: string,
  environment: Record<string, string>,
  question: WindowQuestion,
): WindowProgram[] {
  const { picture, brief, label } = question;
  const long = isLong(question);
  const head = [`${WINDOW_TITLE}.`, ''];
  const shown = [...head, long ? brief : picture, '', `${label} OK approves, Cancel declines.`].join('\n');
  const field: WindowProgram = {
    program,
    // Its label belongs to the field, and so has letters underlined by `&` before them.
    arguments: ['--title', WINDOW_TITLE, '--inputbox', asLabel(shown).replaceAll('&', '&&'), ''],
    input: '',
    environment,
    answerOf: (code, output) => answerOf(code) ?? { kind: 'typed', text: output.replace(/\n$/, '') },
  };
  const text: WindowProgram = {
    program,
    arguments: [
      ...['--title', WINDOW_TITLE, '--warningcontinuecancel', asLabel([...head, picture].join('\n'))],
      ...['--continue-label', GO_ON, '--cancel-label', DECLINE],
    ],
    input: '',
    environment,
    answerOf: (code) => answerOf(code) ?? 'go on',
  };
  return long ? [text, field] : [field];
}

/**
 * A backslash begins an escape. A text is taken for markup when its first line looks like it (Qt::mightBeRichText):
 * the first line here is always our own.
 */
function asLabel(text: string): string {
  return text.replaceAll('\\', '\\\\');
}

/** Undefined for the button that approves. */
function answerOf(code: number | null): WindowAnswer | undefined {
  if (code === 0) return undefined;
  if (code === 1 || code === 2) return { kind: 'declined' };
  return { kind: 'failed', why: `kdialog ended with ${code ?? 'a signal'}` };
}
