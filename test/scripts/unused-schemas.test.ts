import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withPureDeclarations, withRegistryOnDemand } from '../../scripts/build/unused-schemas.ts';

describe('declarations', () => {
  test('made by a call are marked, those that are not stay as they are', () => {
    expect(
      withPureDeclarations(
        'const A = z.object({\n\ta: z.string()\n}).strict();\nexport const B = "b", C = [A];',
      ),
    ).toBe(
      'const A = /* @__PURE__ */ (() => (z.object({\n\ta: z.string()\n}).strict()))();\nexport const B = "b", C = [A];',
    );
  });

  test('inside functions stay as they are', () => {
    const source = 'function build() {\n\tconst A = z.string();\n\treturn { A };\n}\nrun(build());';
    expect(withPureDeclarations(source)).toBe(source);
  });
});

/** The registry as the MCP package writes it. */
const REGISTRY = `const KEYS = ["ASchema", "BSchema"];
const _specTypeSchemas = {};
const _isSpecType = {};
function register(key, schema) {
	_specTypeSchemas[key.slice(0, -6)] = schema;
	_isSpecType[key.slice(0, -6)] = (v) => v === schema;
}
for (const key of KEYS) register(key, key.toLowerCase());
const specTypeSchemas = Object.freeze(_specTypeSchemas);
const isSpecType = Object.freeze(_isSpecType);
`;

describe('the registry', () => {
  test('holds the same where it is used', () => {
    const source = withPureDeclarations(withRegistryOnDemand(REGISTRY));
    expect(source).not.toMatch(/^for/m);
    const { specTypeSchemas, isSpecType } = new Function(
      `${source} return { specTypeSchemas, isSpecType };`,
    )();
    expect(specTypeSchemas).toEqual({ A: 'aschema', B: 'bschema' });
    expect(isSpecType.B('bschema')).toBe(true);
  });

  test('is found in the installed package: without that the bundle holds every schema', () => {
    const folder = dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/server'));
    const sources = readdirSync(folder)
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    const changed = sources.map(withRegistryOnDemand).filter((text, index) => text !== sources[index]);
    expect(changed).toHaveLength(1);
    expect(changed[0]?.match(/return Object\.freeze\(_\w+\); }\)\(\);$/gm)).toHaveLength(2);
  });
});
