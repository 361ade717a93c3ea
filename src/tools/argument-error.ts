/** The error for a call that was refused before anything was sent, because of its arguments. */

/** Each problem is one sentence for the model: which argument, what is wrong, what to pass instead. */
export class ArgumentError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join(' '));
    this.name = 'ArgumentError';
    this.problems = problems;
  }
}
