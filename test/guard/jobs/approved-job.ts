/** A call of a job that a person approves in a form, and how often one was shown. */
import { type Answer, ASKING, type Setting, typing, wordOf } from '../guard-setting.ts';

export type Asked = { answer: Answer; forms: string[] };

/** Calls, and types what a form asks for as often as one comes. */
export async function callApproving(
  { call }: Pick<Setting, 'call'>,
  tool: string,
  given: unknown,
  signal?: AbortSignal,
): Promise<Asked> {
  const forms: string[] = [];
  let answer = await call(tool, given, ASKING, signal);
  while (answer.ask !== undefined) {
    forms.push(answer.ask.message);
    answer = await call(tool, given, typing(wordOf(answer.ask), answer.ask), signal);
  }
  return { answer, forms };
}

/** Intents and outcomes of a job's steps, as the audit trail has them. */
export function stepsOnRecord(setting: Pick<Setting, 'lines'>, job: unknown): string[] {
  const lines = setting.lines();
  const intents = lines.filter((line) => line.job === job && line.decision !== undefined);
  return intents.map(({ call, tool }) => {
    const outcome = lines.find((line) => line.call === call && line.outcome !== undefined)?.outcome;
    return `${String(tool)} ${String(outcome)}`;
  });
}
