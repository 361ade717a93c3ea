/** The JSON Schemas of the spec language and of prompts, which editors use to complete and check the YAML. */
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { promptFile } from '../../src/specs/prompt-schema.ts';
import { familyFile } from '../../src/specs/spec-schema.ts';

for (const [path, grammar] of [
  ['tool-specs/tool-spec.schema.json', familyFile],
  ['tool-specs/prompts/prompt.schema.json', promptFile],
] as const) {
  const schema = z.toJSONSchema(grammar, { io: 'input' });
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
}
