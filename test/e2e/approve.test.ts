/** What a person at a terminal reads besides the summary: each approval, leaving early, a folder in trouble. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Server, startServer, temporaryFolder } from './start-server.ts';
import { hasTerminal, runInTerminal } from './terminal.ts';

const QUESTION = 'without the quotes to approve; Enter leaves it: ';

async function twoPlans(): Promise<{ home: string; server: Server }> {
  const home = temporaryFolder();
  const args = ['--sandbox', '--approval', 'writes'];
  const server = await startServer({ args, environment: { HOME: home } });
  for (const name of ['First', 'Second']) await server.call('create_project', { name });
  return { home, server };
}

/** Types these, one for each question. */
function typing(...words: string[]): (screen: string) => string | undefined {
  let answered = 0;
  return (screen) => {
    if (screen.split(QUESTION).length - 1 <= answered) return undefined;
    answered += 1;
    return words[answered - 1];
  };
}

describe.runIf(hasTerminal)('approve', () => {
  it('says of each plan that it is approved, and at the end what to do', async () => {
    const { home, server } = await twoPlans();
    const { code, screen } = await runInTerminal(['approve'], { HOME: home }, typing('First', 'Second'));
    expect(code, screen).toBe(0);
    expect(screen.match(/^Approved\.\r$/gm)).toHaveLength(2);
    expect(screen).toMatch(
      /Tell the assistant to repeat each call; it then runs once, within 10 minutes\.\s*$/,
    );
    const { value } = await server.call('create_project', { name: 'First' });
    expect(value).toMatchObject({ name: 'First', status: 'active' });
  });

  it.each([
    ['Ctrl-C', '\u0003', 130],
    ['Ctrl-D', '\u0004', 4],
  ])('%s leaves everything as it is, on a line of its own', async (_, key, exitCode) => {
    const { home } = await twoPlans();
    const { code, screen } = await runInTerminal(['approve'], { HOME: home }, typing(key));
    expect(code, screen).toBe(exitCode);
    expect(screen).toMatch(/\nLeft as it is\.\s*$/);
  });

  it('says what is wrong with a state folder, and how to go on', async () => {
    const base = temporaryFolder();
    writeFileSync(join(base, 'openai-admin-mcp'), 'a file where the folder belongs');
    const { code, screen } = await runInTerminal(['approve'], { XDG_STATE_HOME: base }, typing());
    expect(screen).toMatch(/^Not approved\..* a file stands where a folder belongs, .* Move it away\./);
    expect(code).toBe(4);
  });
});
