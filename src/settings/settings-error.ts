/** The error for options that cannot be understood; the program ends with exit code 2. */

/** Each problem is one sentence that names the flag or variable and what is valid. */
export class SettingsError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}
