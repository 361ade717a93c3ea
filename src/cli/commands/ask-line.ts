/** One question to the person at the terminal. */
import { createInterface } from 'node:readline/promises';
import type { ProcessContext } from '../process-context.ts';

/** What was typed; nothing where the terminal was closed, or Ctrl-C pressed. */
export async function askLine({ stdin, stderr }: ProcessContext, question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    return (await Promise.race([lines.question(question), closed])).trim();
  } finally {
    lines.close();
  }
}
