/** How a mistake in a spec file is told: file, line, column, what is wrong. */

/** One mistake, with the place where its author can find it. */
export type SpecMistake = { file: string; line: number; column: number; message: string };

/** More than anybody mends at once. */
export const MAX_TOLD_MISTAKES = 100;

/** All mistakes found in a folder of specs; the message has one line for each, up to a hundred. */
export class SpecError extends Error {
  readonly mistakes: SpecMistake[];

  constructor(mistakes: SpecMistake[]) {
    // What is shared by an anchor is wrong in each place that uses it, and stands in one.
    const lines = new Set(mistakes.map((m) => `${m.file}:${m.line}:${m.column} ${m.message}`));
    const told = [...lines].slice(0, MAX_TOLD_MISTAKES);
    const left = lines.size - told.length;
    super([...told, ...(left > 0 ? [`and ${left} more. Mend these first.`] : [])].join('\n'));
    this.name = 'SpecError';
    this.mistakes = mistakes;
  }
}
