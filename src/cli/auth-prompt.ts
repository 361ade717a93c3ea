// Owns how a key gets in: typed or pasted unseen at a terminal, or piped. Never as an argument, never echoed.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { type AuthEdge, AuthFailure } from './auth-edge.ts';

/** Keys are at most 515 characters; whatever is longer than this is not read to its end. */
const maximumCharacters = 65_536;

/** A key pasted with a line break in it arrives as several lines at once; the rest of it must not reach the shell. */
const pasteMilliseconds = 50;

/** Everything on standard input, for `--stdin`. */
export async function readPipedKey(edge: AuthEdge): Promise<string> {
  let text = '';
  edge.stdin.setEncoding('utf8');
  for await (const chunk of edge.stdin) {
    text += chunk;
    if (text.length > maximumCharacters) break;
  }
  return text;
}

/**
 * Asks for a key at the terminal without showing it.
 * @param command what to run when there is no terminal, complete with `--stdin`
 * @throws AuthFailure 2 without a terminal, 130 on Ctrl-C
 */
export async function promptForKey(edge: AuthEdge, command: string): Promise<string> {
  if (!edge.stdin.isTTY) {
    throw new AuthFailure(
      2,
      `There is no terminal to ask for the key at. Pipe it in: ${command} < FILE, or run this in a terminal.`,
    );
  }
  edge.stderr.write('Paste the API key (it is not shown), then press Enter: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: edge.stdin, output: silent, terminal: true, historySize: 0 });
  try {
    return await new Promise<string>((resolve, reject) => {
      const given: string[] = [];
      lines.on('line', (line) => {
        if (given.push(line) === 1) setTimeout(() => resolve(given.join('\n')), pasteMilliseconds);
      });
      lines.on('SIGINT', () => reject(new AuthFailure(130, 'Interrupted; nothing was stored.')));
      lines.on('close', () => resolve(given.join('\n')));
    });
  } finally {
    lines.close();
    edge.stderr.write('\n');
  }
}
