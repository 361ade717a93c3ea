/** How a key gets in: typed or pasted unseen at a terminal, or piped. Never as an argument, never echoed. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { EXIT } from '../../host/exit-code.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { readStandardInput } from './read-standard-input.ts';

/** Keys are at most 515 characters; whatever is longer than this is not read to its end. */
const MAX_CHARACTERS = 65_536;

/** A key pasted with a line break in it arrives as several lines at once; the rest of it must not reach the shell. */
const PASTE_MILLISECONDS = 50;

/** Everything on standard input, for `--stdin`. */
export function readPipedKey({ stdin }: ProcessContext): Promise<string> {
  return readStandardInput(stdin, MAX_CHARACTERS);
}

/**
 * Asks for a key at the terminal without showing it.
 * @param command what to run when there is no terminal, complete with `--stdin`
 * @throws CommandFailure without a terminal, or on Ctrl-C
 */
export async function promptForKey({ stdin, stderr }: ProcessContext, command: string): Promise<string> {
  if (!stdin.isTTY) {
    throw new CommandFailure(
      EXIT.usage,
      `There is no terminal to ask for the key at. Pipe it in: ${command} < FILE, or run this in a terminal.`,
    );
  }
  stderr.write('Paste the API key (it is not shown), then press Enter: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      const given: string[] = [];
      lines.on('line', (line) => {
        if (given.push(line) === 1) setTimeout(() => resolve(given.join('\n')), PASTE_MILLISECONDS);
      });
      lines.on('SIGINT', () =>
        reject(new CommandFailure(EXIT.interrupted, 'Interrupted; nothing was stored.')),
      );
      lines.on('close', () => resolve(given.join('\n')));
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
