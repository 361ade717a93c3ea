/** The error for a call that was refused before anything was sent, because of its arguments. */

/** More say no more about what is wrong, and a list of a thousand names can have a thousand. */
export const MOST_TOLD = 12;

/** Each problem is one sentence for the model: which argument, what is wrong, what to pass instead. */
export class ArgumentError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    const left = problems.length - MOST_TOLD;
    super([...problems.slice(0, MOST_TOLD), ...(left > 0 ? [`And ${left} more problems.`] : [])].join(' '));
    this.name = 'ArgumentError';
    this.problems = problems;
  }
}

/** The same for what is known only when an answer was read. */
export class RefusedAfterReading extends ArgumentError {}

/** What says where an answer goes on leaves no room for any of it. */
export class TooLongToShow extends RefusedAfterReading {
  constructor(maxTokens: number) {
    super([
      `Not even a part of this answer and its next_cursor fit into ${maxTokens} tokens. Start the server with a larger --max-result-tokens, or ask more narrowly.`,
    ]);
  }
}

/** A cursor of ours that points behind the end. */
export class CursorBehindEnd extends RefusedAfterReading {
  constructor() {
    super([
      'cursor: nothing stands where it points. It is not next_cursor of the previous result unchanged, other arguments came with it, or what it points into has changed since the part before. Begin again without cursor.',
    ]);
  }
}
