/** The first tokens of OpenAI's o200k, as `tokenCounter` takes them: each behind its length in one byte. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { KNOWN_TOKENS } from '../src/text/count-tokens.ts';

/** A line of tiktoken's file is a token in base64 and its rank; they stand in order. */
export function readTokens(): Buffer {
  const file = createRequire(import.meta.url).resolve('gpt-tokenizer/data/o200k_base.tiktoken');
  const lines = readFileSync(file, 'utf8').split('\n', KNOWN_TOKENS);
  return Buffer.concat(
    lines.flatMap((line) => {
      const token = Buffer.from(line.split(' ')[0] ?? '', 'base64');
      return [Buffer.of(token.length), token];
    }),
  );
}
