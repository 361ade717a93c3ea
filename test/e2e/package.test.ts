/** The proof that what npm publishes installs as three packages at most, and works. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it, onTestFinished } from 'vitest';
import { brokenLinks } from '../documents/links.ts';
import { allPages } from '../documents/pages.ts';
import { PACKAGE_FOLDER, temporaryFolder } from './start-server.ts';

const run = promisify(execFile);

const INSTALL_MILLISECONDS = 240_000;
const SHIPPED =
  /^(?:bin\/|dist\/|tool-specs\/|docs\/|README\.md$|LICENSE$|CHANGELOG\.md$|CONTRIBUTING\.md$|SECURITY\.md$|package\.json$)/;

type Manifest = { name: string; version: string; scripts?: Record<string, string> };

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

it('npm pack, npm install and npx work from nothing', {
  timeout: INSTALL_MILLISECONDS + 30_000,
}, async () => {
  const folder = temporaryFolder();
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: PACKAGE_FOLDER,
  });
  const [tarball] = JSON.parse(packed.stdout) as { filename: string; files: { path: string }[] }[];
  const paths = tarball?.files.map(({ path }) => path) ?? [];
  expect(paths.filter((path) => !SHIPPED.test(path))).toEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining([
      'bin/openai-admin-mcp.js',
      'dist/main.cjs',
      'dist/catalogue.json',
      'package.json',
    ]),
  );
  expect(paths.some((path) => /^tool-specs\/.*\.yaml$/.test(path))).toBe(true);
  const pages = allPages().filter(({ path }) => paths.includes(path));
  expect(pages.flatMap((page) => brokenLinks(page, pages, (path) => paths.includes(path)))).toEqual(
    // For contributors, who have the sources.
    pages.flatMap(({ path, links }) =>
      links.filter((link) => link.startsWith('src/')).map((link) => `${path}: ${link}`),
    ),
  );

  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball?.filename}`], {
    cwd: folder,
    timeout: INSTALL_MILLISECONDS,
  });
  const modules = join(folder, 'node_modules');
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, unknown> };
  // The lock names the binary of every platform; installed is the one of this.
  const installed = Object.keys(packages)
    .filter((path) => path !== '' && existsSync(join(folder, path)))
    .map((path) => manifestOf(join(folder, path)));
  expect(installed.map(({ name }) => name)).toContain('openai-admin-mcp');
  expect(
    installed.filter(({ name }) => !/^(?:openai-admin-mcp|@napi-rs\/keyring(?:-[\w-]+)?)$/.test(name)),
  ).toEqual([]);
  expect(installed.length).toBeLessThanOrEqual(3);
  for (const { name, scripts = {} } of installed) {
    const atInstall = ['preinstall', 'install', 'postinstall'].filter((script) => script in scripts);
    expect(atInstall, name).toEqual([]);
  }

  const { version } = manifestOf(PACKAGE_FOLDER);
  const asked = await run('npx', ['--no-install', 'openai-admin-mcp', '--version'], { cwd: folder });
  expect(asked.stdout.trim()).toBe(version);

  const program = join(modules, '.bin', 'openai-admin-mcp');
  expect(existsSync(program)).toBe(true);
  const client = new Client({ name: 'e2e', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [program, '--sandbox'] }));
  onTestFinished(() => client.close());
  expect((await client.listTools()).tools.length).toBeGreaterThan(20);
  const { isError } = await client.callTool({ name: 'list_projects', arguments: {} });
  expect(isError).not.toBe(true);
});
