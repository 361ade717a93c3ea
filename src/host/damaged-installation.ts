/** The error for a file of this program that is not as it was published. */

export class DamagedInstallation extends Error {
  override readonly name = 'DamagedInstallation';

  constructor(file: string, cause: unknown) {
    super(`${file} is damaged: install openai-admin-mcp again, or in a clone run npm run build.`, { cause });
  }
}
