/** The guide to a new endpoint, run as it is written in a copy of the repository: YAML alone makes tools. */
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lexer, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import { errorOf, PACKAGE_FOLDER, startServer, temporaryFolder } from './start-server.ts';

/** What `npm test` runs of the tests over all tools or all pages: the others read single ones, which stay as they are. */
function overAllTools(folder: string): string {
  const files = readdirSync(join(folder, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !/^(e2e|keychain|screen)\b/.test(name))
    .map((name) => join('test', name))
    .filter((path) => /\b(catalogue\.tools|allPages\()/.test(readFileSync(join(folder, path), 'utf8')));
  return `npx vitest run --project unit ${files.join(' ')}`;
}

const NOT_COPIED = ['.git', 'node_modules', 'dist'];

type Guide = { stubs: string[]; file: string; yaml: string; checks: string[]; start: string[] };

function readGuide(): Guide {
  const text = readFileSync(join(PACKAGE_FOLDER, 'tool-specs', 'README.md'), 'utf8');
  const section = (name: string) => text.split(/^## /m).find((part) => part.startsWith(`${name}\n`)) ?? '';
  const blocks = lexer(section('Add an endpoint')).filter(
    (token): token is Tokens.Code => token.type === 'code',
  );
  const [stubs, checks] = blocks.filter(({ lang }) => lang === 'sh').map(({ text }) => commandsOf(text));
  const [yaml, ...further] = blocks.filter(({ lang }) => lang === 'yaml');
  const start = /`node bin\/openai-admin-mcp\.js (.*?)`/.exec(section('Running the checks'))?.[1];
  const file = stubs?.at(-1)?.split(' ').at(-1);
  if (!stubs || !checks || !yaml || !start || !file || further.length > 0) {
    throw new Error('tool-specs/README.md has no stubs, one YAML file, checks and a start any more.');
  }
  return { stubs, file: `tool-specs/${file}.yaml`, yaml: yaml.text, checks, start: start.split(' ') };
}

function commandsOf(text: string): string[] {
  return text.split('\n').map((line) => line.replace(/\s+# .*$/, ''));
}

function copyOfRepository(): string {
  const folder = temporaryFolder();
  cpSync(PACKAGE_FOLDER, folder, {
    recursive: true,
    filter: (path) => !NOT_COPIED.some((name) => path === join(PACKAGE_FOLDER, name)),
  });
  symlinkSync(join(PACKAGE_FOLDER, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** @throws with what the command printed, where it fails */
async function run(command: string, folder: string): Promise<string> {
  // What a test runner tells its own children is not for this one.
  const environment = Object.entries(process.env).filter(([name]) => !/^(vitest|test|node_env)/i.test(name));
  const { stdout, stderr } = await promisify(execFile)(command, {
    cwd: folder,
    env: Object.fromEntries(environment),
    shell: true,
  }).catch((error) => {
    throw new Error(`${command}\n${error.stdout}\n${error.stderr}`);
  });
  return stdout + stderr;
}

test('its steps make the tools that it shows, with no other file edited', async () => {
  const guide = readGuide();
  const folder = copyOfRepository();
  const file = join(folder, guide.file);
  // Whoever follows the guide here has it already.
  rmSync(file, { force: true });
  for (const command of guide.stubs) expect(await run(command, folder)).toContain(`${guide.file}: added`);
  await expect(run('npm run build', folder)).rejects.toThrow('this is still to be written');
  writeFileSync(file, `${guide.yaml}\n`);

  const printed: string[] = [];
  for (const command of guide.checks) {
    printed.push(await run(command === 'npm test' ? overAllTools(folder) : command, folder));
  }
  expect(guide.checks.at(-1)).toBe('npm test');
  expect(printed.at(-1)).toMatch(/Tests .*\d{4,} passed/);
  await run('npm run docs -- --check', folder);

  const server = await startServer({ args: guide.start, program: join(folder, 'bin/openai-admin-mcp.js') });
  const names = [...guide.yaml.matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => name);
  expect((await server.list()).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  const [[, tool = ''] = []] = guide.yaml.matchAll(/^ {2}(list_\w+):$/gm);
  expect(errorOf(await server.call(tool)).message).toContain('does not play this operation');

  rmSync(file);
  await expect(run('npm run docs -- --check', folder)).rejects.toThrow('belongs to no family');
});
