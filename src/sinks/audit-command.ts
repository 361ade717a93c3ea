/** Handing lines of the audit trail to a command of the user's own, such as a log collector's. */
import type { ConfiguredCommand } from '../configuration/configured-commands.ts';
import type { Host } from '../host/host.ts';
import { commandEnvironment } from './command-environment.ts';
import { findProgram } from './find-program.ts';
import { runCommand } from './run-command.ts';

/** Exit code 0 with the line read counts as taken; otherwise the sentence says why not and what to do. */
export function auditCommand(
  name: string,
  { run, timeoutSeconds }: ConfiguredCommand,
  { environment, platform }: Host,
): (line: string) => Promise<string | undefined> {
  const [word = '', ...words] = run;
  return async (line) => {
    const program = findProgram(word, environment.PATH ?? environment.Path, platform);
    if (program === undefined) {
      return `the command ${name} cannot be started: there is no program ${JSON.stringify(word)} to execute. Install it, or write its whole path in the configuration file.`;
    }
    const fault = await runCommand({
      program,
      arguments: words,
      environment: commandEnvironment(environment),
      input: line,
      inputName: 'the line',
      timeoutSeconds,
      platform,
    });
    return fault && `the command ${name} ${fault}. Run it by hand with a line to see what it says.`;
  };
}
