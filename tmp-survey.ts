import { parse, stringify } from 'yaml';
import { readSdk } from './scripts/sdk/operations.ts';
import { newFile } from './scripts/spec-new/stub.ts';
import { findDrift, whyNoTool } from './scripts/drift/check.ts';
import { parseSpecs } from './src/specs/parse-specs.ts';
const s = readSdk('node_modules/openai');
const rules = { inScope: [] as string[], outOfScope: Object.fromEntries(s.topNames.map(n => [n,''])), exceptions: [] };
let n = 0;
for (const o of s.operations) {
  if (whyNoTool(o)) continue;
  let text = '';
  try { text = newFile(o); } catch (e) { console.log('THROW', o.name, (e as Error).message.slice(0,100)); continue; }
  try {
  const data = parse(text, { merge: true });
  const [tool] = Object.values(data.tools) as any[];
  tool.docs = { summary: 'Does it.' }; tool.example = { arguments: {}, request: 'GET /' };
  const catalogue = parseSpecs([{ name: 'x.yaml', text: stringify(data) }]);
  const found = findDrift(s, catalogue, rules).filter(f => !f.note);
  if (found.length) { n++; console.log('##', o.name); for (const f of found.slice(0,4)) console.log('   ', f.text.slice(0,260)); }
  } catch (e) { console.log('PARSE', o.name, (e as Error).message.slice(0,300)); }
}
console.log(n);
