/** The one place that chooses by which way a person is asked: what --ask names, or the first that there is. */
import type { AskMode, Way } from '../model/ask-mode.ts';
import type { WindowDesk } from './window-desk.ts';

/** What is longer is read in a window or a terminal, where nothing of it is folded away. In characters. */
const MAX_FORM_LENGTH = 4_000;

export type Circumstances = {
  ask: AskMode;
  /** Whether the client can put a form before its user. */
  canAsk: boolean;
  /** Of the question in a form, in characters. */
  length: number;
  windows: Pick<WindowDesk, 'missing'>;
};

/** The way, or why nobody can be asked: by no other way than what was asked for, since that may be a laxer one. */
export async function chooseWay(given: Circumstances): Promise<{ way: Way } | { refused: string }> {
  const { ask, canAsk, length, windows } = given;
  const fits = length <= MAX_FORM_LENGTH;
  switch (ask) {
    case 'auto':
      if (canAsk && fits) return { way: 'form' };
      return { way: (await windows.missing()) === undefined ? 'window' : 'terminal' };
    case 'form':
      if (canAsk && fits) return { way: 'form' };
      return canAsk ? { refused: FORM_TOO_LONG } : { refused: NO_FORM };
    case 'window': {
      const why = await windows.missing();
      return why === undefined ? { way: 'window' } : { refused: noWindow(why) };
    }
    case 'terminal':
      return { way: 'terminal' };
  }
}

const NO_FORM =
  'A person has to approve this in a form of the client (--ask form), and this client shows none. Nothing was sent. Tell the user to use a client that shows forms, or to start this server with --ask auto, which asks in a window or a terminal.';

const FORM_TOO_LONG =
  'A person has to approve this in a form of the client (--ask form), and the question is too long for one. Nothing was sent. Change less at once, or tell the user to start this server with --ask auto, which asks in a window or a terminal.';

/** @param why goes on after "no window can be opened: " */
export function noWindow(why: string): string {
  return `A person has to approve this in a window (--ask window), and no window can be opened: ${why}. Nothing was sent. Tell the user to start the client on their own desktop (on Linux with zenity or kdialog installed), or to start this server with --ask auto, which asks in a form or a terminal.`;
}
