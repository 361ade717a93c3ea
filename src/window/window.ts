/** A window of the system that asks a person to type a name: what it is given, and what comes back. */

export type WindowQuestion = {
  /** All that there is to read, in lines of a bounded width. */
  picture: string;
  /** Its first lines, for a window that follows one with the whole. */
  brief: string;
  /** What to do in the field. */
  label: string;
  /** The window closes by itself after so many seconds, should nobody be left to close it. */
  seconds: number;
};

export type WindowAnswer =
  | { kind: 'typed'; text: string }
  | { kind: 'declined' }
  /** By this program, or because its time was up. */
  | { kind: 'closed' }
  /** It was not shown, or ended by itself; `why` goes on after "could not be shown: ". */
  | { kind: 'failed'; why: string };

/** One program that shows one window. */
export type WindowProgram = {
  /** Absolute path. */
  program: string;
  arguments: readonly string[];
  /** Read by the program as text, to its end. */
  input: string;
  /** All that the program sees. */
  environment: Record<string, string>;
  /** What its end means; `go on` where another window follows. */
  answerOf(code: number | null, output: string): WindowAnswer | 'go on';
};

/** The windows of one question, one after the other. */
export type WindowPrograms = (question: WindowQuestion) => readonly WindowProgram[];

export const WINDOW_TITLE = 'openai-admin-mcp asks for approval';
export const APPROVE = 'Approve';
export const DECLINE = 'Decline';
export const GO_ON = 'Read, go on';

/** So many lines, with the field and the buttons, fit on a screen of 768 rows. */
const MAX_LINES_BESIDE_FIELD = 26;

/** Whether what is to be read needs a window that scrolls, where none scrolls beside a field. */
export function isLong({ picture }: WindowQuestion): boolean {
  return picture.split('\n').length > MAX_LINES_BESIDE_FIELD;
}
