/** The one place that chooses by which way a person is asked: what --ask names, or the first that there is. */
import { type AllowedWays, type AskMode, WAYS, type Way } from '../model/ask-mode.ts';
import type { WindowDesk } from './window-desk.ts';

/** What is longer is read in a window or a terminal, where nothing of it is folded away. In characters. */
const MAX_FORM_LENGTH = 4_000;

export type Circumstances = {
  ask: AskMode;
  /** What a policy of the machine lists is all that is allowed; every way when absent. */
  allowed?: AllowedWays | undefined;
  /** Whether the client can put a form before its user. */
  canAsk: boolean;
  /** Of the question in a form, in characters. */
  length: number;
  windows: Pick<WindowDesk, 'missing'>;
};

/** A way that there is not here, and why. */
type Missing = { way: Way; why: string };

/** The way, or why nobody can be asked: by no other way than what was asked for, since that may be a laxer one. */
export async function chooseWay(given: Circumstances): Promise<{ way: Way } | { refused: string }> {
  const { ask, allowed, windows } = given;
  const ways = countingWays(ask, allowed);
  if (allowed !== undefined && ways.length === 0) return { refused: notAllowed(ask, allowed) };
  const missing: Missing[] = [];
  for (const way of ways) {
    const why = way === 'form' ? noForm(given) : way === 'window' ? await windows.missing() : undefined;
    if (why === undefined) return { way };
    missing.push({ way, why });
  }
  if (allowed !== undefined) return { refused: nobodyAsked(allowed, missing) };
  if (ask === 'window') return { refused: noWindow(missing.map(({ why }) => why).join()) };
  return { refused: given.canAsk ? FORM_TOO_LONG : NO_FORM };
}

/** The ways in which an approval counts, in the order in which they are tried. */
export function countingWays(ask: AskMode, allowed: AllowedWays | undefined): Way[] {
  return WAYS.filter(
    (way) => (ask === 'auto' || ask === way) && (allowed === undefined || allowed.ways.includes(way)),
  );
}

function noForm({ canAsk, length }: Circumstances): string | undefined {
  if (!canAsk) return 'this client shows none';
  return length > MAX_FORM_LENGTH ? 'the question is too long for one' : undefined;
}

function notAllowed(ask: AskMode, { ways, by }: AllowedWays): string {
  return `A person has to approve this, and --ask ${ask} is not among the ways that the policy of this machine allows (${ways.join(', ')}; ${by}). Nothing was sent. Tell the user to start this server with --ask ${ways[0]}, or without --ask.`;
}

/** @param missing what was tried, the first at least */
export function nobodyAsked({ ways, by }: AllowedWays, missing: readonly Missing[]): string {
  const tried = missing.map(({ way, why }) => `${way}: ${why}`).join('; ');
  const [{ way } = { way: 'terminal' as const }] = missing;
  return `A person has to approve this, by ${ways.join(' or ')} and in no other way, as the policy of this machine has it (${by}); that cannot be done here (${tried}). Nothing was sent. ${HOW_TO_ASK[way]} Only an administrator of this machine can allow other ways.`;
}

const HOW_TO_ASK: Record<Way, string> = {
  form: 'Tell the user to use a client that shows forms, and change less at once where the question is too long.',
  window:
    'Tell the user to start the client on their own desktop (on Linux with zenity or kdialog installed).',
  terminal: 'Tell the user to approve in a terminal.',
};

const NO_FORM =
  'A person has to approve this in a form of the client (--ask form), and this client shows none. Nothing was sent. Tell the user to use a client that shows forms, or to start this server with --ask auto, which asks in a window or a terminal.';

const FORM_TOO_LONG =
  'A person has to approve this in a form of the client (--ask form), and the question is too long for one. Nothing was sent. Change less at once, or tell the user to start this server with --ask auto, which asks in a window or a terminal.';

/** @param why goes on after "no window can be opened: " */
export function noWindow(why: string): string {
  return `A person has to approve this in a window (--ask window), and no window can be opened: ${why}. Nothing was sent. Tell the user to start the client on their own desktop (on Linux with zenity or kdialog installed), or to start this server with --ask auto, which asks in a form or a terminal.`;
}
