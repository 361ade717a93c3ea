/** The JSON Schema of the spec language, which editors use to complete and check the YAML. */
import { writeFileSync } from 'node:fs';
import * as z from 'zod';
import { familyFile } from '../../src/specs/spec-schema.ts';

const schema = z.toJSONSchema(familyFile, { io: 'input' });
writeFileSync('tool-specs/tool-spec.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
