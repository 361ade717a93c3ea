/** Dist/THIRD-PARTY-NOTICES.txt: the licences of the packages whose code or data dist/ holds. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tsup's --metafile leaves behind; not to be published. */
const METAFILE = 'dist/metafile-cjs.json';

/** Its list of tokens, which is OpenAI's, is in a file beside the bundle. */
const TOKENS = 'node_modules/gpt-tokenizer';

type Metafile = { outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> };

const { outputs } = JSON.parse(readFileSync(METAFILE, 'utf8')) as Metafile;
const folders = Object.values(outputs)
  .flatMap(({ inputs }) => Object.entries(inputs))
  .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path) ?? []);
const notices = [...new Set([...folders, TOKENS])].sort().map(noticeOf);
writeFileSync(
  'dist/THIRD-PARTY-NOTICES.txt',
  `This program contains code of the packages below, under their licences.\n\n${notices.join('\n')}`,
);
rmSync(METAFILE);

function noticeOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) =>
    /^(licen[cs]e|notice|copying)(-mit)?(\.(md|txt))?$/i.test(file),
  );
  if (texts.length === 0) throw new Error(`${name} has no licence file: add its notice by hand`);
  const body = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${body}\n`;
}
