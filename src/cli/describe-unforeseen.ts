/** A failure that nobody foresaw, told without repeating what it says. */

/** Name and place of a failure, without its message: that may hold anything, a key included. */
export function describeUnforeseen(error: unknown): string {
  try {
    if (!(error instanceof Error)) return 'something that is not an Error was thrown';
    return [
      error.name,
      ...(error.stack?.match(/^ {4}at .*$/gm) ?? []).slice(0, 6).map((frame) => frame.trim()),
    ].join(' ');
  } catch {
    // What was thrown throws again when it is looked at. The end of the process must not depend on it.
    return 'something that cannot be described was thrown';
  }
}
