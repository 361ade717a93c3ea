/** Handing new secrets to a command of the user's own, such as a password manager's. */
import type { ConfiguredCommand } from '../configuration/configured-commands.ts';
import type { Host } from '../host/host.ts';
import { codeOf } from '../model/error-code.ts';
import { acknowledgedInput } from './acknowledged-input.ts';
import { commandEnvironment, secretVariables } from './command-environment.ts';
import { findProgram } from './find-program.ts';
import { runCommand } from './run-command.ts';
import type { Sink } from './sink.ts';
import { SinkError } from './sink-error.ts';

/** Nothing can be read back from a command: exit code 0, with the secret read, counts. */
export function commandSink(name: string, command: ConfiguredCommand, { environment, platform }: Host): Sink {
  return {
    async prepare() {
      const [word = '', ...words] = command.run;
      const program = findProgram(word, environment.PATH ?? environment.Path, platform);
      if (program === undefined) {
        throw new SinkError(
          `The command ${name} cannot be started: there is no program ${JSON.stringify(word)} to execute. Install it, or write its whole path in the configuration file.`,
        );
      }
      if (platform !== 'win32') await tryInput(name);
      return {
        placeOf: () => ({ kind: 'command', name }),
        discard() {},
        async store(label, value) {
          const fault = await runCommand({
            program,
            arguments: words,
            environment: { ...commandEnvironment(environment), ...secretVariables(label) },
            input: value,
            inputName: 'the secret',
            timeoutSeconds: command.timeoutSeconds,
            platform,
          });
          if (fault === undefined) return;
          throw new SinkError(
            `The command ${name} ${fault}. Run it by hand with a made-up secret to see what it says.`,
          );
        },
      };
    },
  };
}

async function tryInput(name: string): Promise<void> {
  try {
    const { commandEnd, ourEnd } = await acknowledgedInput();
    commandEnd.destroy();
    ourEnd.destroy();
  } catch (error) {
    throw new SinkError(
      `The command ${name} cannot be given anything: no socket can be made in the folder for temporary files (${codeOf(error) ?? 'unknown error'}). Make room there, or set TMPDIR to a folder with a short path.`,
      error,
    );
  }
}
