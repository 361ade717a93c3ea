/** A window that is a constant script of ours: the question goes in as JSON, the answer comes out as JSON. */
import { isRecord } from '../model/record.ts';
import { APPROVE, DECLINE, WINDOW_TITLE, type WindowAnswer, type WindowQuestion } from './window.ts';

/** In ASCII, whatever code page the script's host reads in. */
export function inputOf({ picture, label, seconds }: WindowQuestion): string {
  const given = { title: WINDOW_TITLE, picture, label, seconds, approve: APPROVE, decline: DECLINE };
  return JSON.stringify(given).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function answerIn(code: number | null, output: string): WindowAnswer {
  const said = code === 0 ? parsed(output) : undefined;
  if (said?.kind === 'typed' && typeof said.text === 'string') return { kind: 'typed', text: said.text };
  if (said?.kind === 'declined' || said?.kind === 'closed') return { kind: said.kind };
  return { kind: 'failed', why: `its script ended with ${code ?? 'a signal'}` };
}

function parsed(output: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(output.replace(/^\ufeff/, ''));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
