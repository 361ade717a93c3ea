import { readSdk } from './scripts/sdk/operations.ts';
import { mergeFields, type MergedField, type MergedType } from './scripts/sdk/merge.ts';
import { DRIFT_RULES } from './scripts/drift/rules.ts';
const s = readSdk('node_modules/openai');
const walk = (where: string, fields: Record<string, MergedField>) => { for (const [n,f] of Object.entries(fields)) { if (f.required==='sometimes' && !f.alternatives) console.log(where+'.'+n); inType(where+'.'+n, f.type); } };
const inType = (w: string, t: MergedType) => { if (t.properties) walk(w, t.properties); if (t.items) inType(w+'[]', t.items); };
for (const o of s.operations) if (DRIFT_RULES.inScope.includes(o.name.split('.')[0]!)) { walk(o.name, mergeFields([o.query])); walk(o.name, mergeFields([o.body])); }
