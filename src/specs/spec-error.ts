/** How a mistake in a spec file is told: file, line, column, what is wrong. */

/** One mistake, with the place where its author can find it. */
export type SpecMistake = { file: string; line: number; column: number; message: string };

/** All mistakes found in a folder of specs; the message has one line for each. */
export class SpecError extends Error {
  readonly mistakes: SpecMistake[];

  constructor(mistakes: SpecMistake[]) {
    // What is shared by an anchor is wrong in each place that uses it, and stands in one.
    super([...new Set(mistakes.map((m) => `${m.file}:${m.line}:${m.column} ${m.message}`))].join('\n'));
    this.name = 'SpecError';
    this.mistakes = mistakes;
  }
}
