/** The error for a file of this program that is not as it was published: no use in repeating, install it again. */

const NAME = 'DamagedInstallation';

export class DamagedInstallation extends Error {
  override readonly name = NAME;

  constructor(file: string, cause: unknown) {
    super(`${file} is damaged or missing: install openai-admin-mcp again, or in a clone run npm run build.`, {
      cause,
    });
  }
}

/** By its name: bin/code-cache.js, which loads all other files of the program, throws its own. */
export function isDamagedInstallation(error: unknown): error is DamagedInstallation {
  return error instanceof Error && error.name === NAME;
}
