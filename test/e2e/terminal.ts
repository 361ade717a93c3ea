/** Running a command of the program in a terminal, with a person who types. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { environmentOf, PROGRAM } from './start-server.ts';

/** Whether a terminal can be made here: util-linux's `script` does it. */
export const hasTerminal =
  process.platform === 'linux' && spawnSync('script', ['--version'], { encoding: 'utf8' }).status === 0;

/** @param type what is typed once the screen shows more, at once or later; undefined for nothing yet */
export async function runInTerminal(
  args: string[],
  environment: Record<string, string>,
  type: (screen: string) => string | undefined | Promise<string>,
): Promise<{ code: number | null; screen: string }> {
  const command = [process.execPath, PROGRAM, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const child = spawn('script', ['--quiet', '--return', '--command', command.join(' '), '/dev/null'], {
    env: { ...environmentOf({ environment }), TERM: 'dumb', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    screen += chunk;
    const typed = type(screen);
    if (typed !== undefined) void Promise.resolve(typed).then((text) => child.stdin.write(`${text}\r`));
  });
  const [code] = await once(child, 'close');
  return { code, screen };
}

/** Types the name once for each question of `approve`. */
export function typeWhenAsked(name: string): (screen: string) => string | undefined {
  let answered = 0;
  return (screen) => {
    const asked = screen.split('without the quotes to approve; Enter leaves it: ').length - 1;
    if (asked <= answered) return undefined;
    answered = asked;
    return name;
  };
}
