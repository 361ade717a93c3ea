import { describe, expect, test } from 'vitest';
import { catalogue, everyTool, listed } from './catalogue.ts';

type Schema = Record<string, unknown>;

/** The whole of JSON Schema that may be published; every client accepts these. */
const KEYWORDS = [
  'type',
  'description',
  'enum',
  'minimum',
  'maximum',
  'maxItems',
  'items',
  'properties',
  'required',
  'additionalProperties',
];
const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'];

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Every schema inside a schema, itself included, with its place. */
function* schemasIn(schema: Schema, place: string): Generator<[string, Schema]> {
  yield [place, schema];
  if (isSchema(schema.items)) yield* schemasIn(schema.items, `${place}[]`);
  if (isSchema(schema.additionalProperties)) yield* schemasIn(schema.additionalProperties, `${place}.*`);
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    yield* schemasIn(property, `${place}.${name}`);
  }
}

const everySchema = everyTool.flatMap(([name, tool]) => [
  ...schemasIn(listed(tool).inputSchema as unknown as Schema, name),
]);

describe('published schemas', () => {
  test.each(everyTool)('%s takes one flat object and nothing undeclared', (_, tool) => {
    expect(listed(tool).inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
  });

  test('use one type each and only the keywords that every client knows', () => {
    for (const [place, schema] of everySchema) {
      expect(TYPES, place).toContain(schema.type);
      for (const keyword of Object.keys(schema)) expect(KEYWORDS, place).toContain(keyword);
    }
  });

  test('name their properties plainly, and require only what they declare', () => {
    for (const [place, schema] of everySchema) {
      const names = Object.keys(schema.properties ?? {});
      for (const name of names) expect(name, place).toMatch(/^[a-zA-Z0-9_]{1,64}$/);
      for (const name of (schema.required ?? []) as string[]) expect(names, place).toContain(name);
    }
  });

  test('close every object that lists its members', () => {
    for (const [place, schema] of everySchema) {
      if (schema.properties !== undefined) expect(schema.additionalProperties, place).toBe(false);
    }
  });

  test('say what the items of every array are', () => {
    for (const [place, schema] of everySchema) {
      if (schema.type === 'array') expect(isSchema(schema.items), place).toBe(true);
    }
  });

  test('list at most 20 values, each once', () => {
    for (const [place, { enum: values }] of everySchema) {
      if (values === undefined) continue;
      expect((values as string[]).length, place).toBeLessThanOrEqual(20);
      expect(new Set(values as string[]).size, place).toBe((values as string[]).length);
    }
  });

  test('bound integers on both sides, in steps that a double holds', () => {
    // Members of arguments that are published briefly show their type alone.
    const brief = new Set(
      catalogue.tools.flatMap((tool) =>
        Object.keys(tool.params).flatMap((name) =>
          tool.params[name]?.brief ? [`${tool.name}.${name}`] : [],
        ),
      ),
    );
    for (const [place, { type, minimum, maximum }] of everySchema) {
      if (type !== 'integer' || [...brief].some((prefix) => place.startsWith(prefix))) continue;
      expect(Number.isSafeInteger(minimum) && Number.isSafeInteger(maximum), place).toBe(true);
      expect(Number(minimum), place).toBeLessThan(Number(maximum));
    }
  });
});
