import { describe, expect, test } from 'vitest';
import type { JsonSchema } from '../../src/tools/input-schema.ts';
import { catalogue, listed } from './catalogue.ts';

/** Names that say all there is to say; of those with values, the values say the rest. */
const PLAIN = [
  'cursor',
  'limit',
  'order',
  'name',
  'role_name',
  'description',
  'email',
  'enabled',
  'type',
  'role',
  'category',
  'bucket_width',
  'include_archived',
  'attribute',
  'expression',
  'days',
  'max_num_results',
  'keep_old_secret_active_for_24_hours',
  'retention_type',
];

/** Forms that say what is meant: IDs, quotas with their unit and time, and what clouds themselves call their things. */
const PLAIN_FORMS = [
  /_ids?$/,
  /^max_[a-z_]+_per_1_(minute|day)$/,
  /^[a-z_]+_per_(minute|day)$/,
  /^max_chunk_size_tokens$/,
  /_(arn|ocid)$/,
  /^kms_|^key_(name|version)$|^vault_uri$|^region$|^bucket$|^container$|^account_name$|^resource_group$/,
  /^workload_identity_project_number$/,
];

/** Members that the description of what holds them explains. */
const EXPLAINED_ABOVE = {
  effective_at: ['gt', 'gte', 'lt', 'lte'],
  filters: ['key', 'value', 'value_number', 'value_boolean', 'value_list', 'value_numbers'],
  chunking_strategy: ['static'],
};

type Parameter = { path: string[]; schema: JsonSchema };

function parametersOf(schema: JsonSchema, above: string[] = []): Parameter[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = [...above, name];
    const inside = property.items ? { ...property.items } : property;
    return [{ path, schema: property }, ...parametersOf(inside, path)];
  });
}

/** A default alone does not say what it is the default of. */
function isDescribed({ description = '' }: JsonSchema): boolean {
  return description.replace(/(^| )Default \S+\.$/, '') !== '';
}

function followsFromName({ path, schema }: Parameter): boolean {
  const name = path.at(-1) ?? '';
  const above = path.at(-2);
  const explained: Record<string, string[]> = EXPLAINED_ABOVE;
  return (
    schema.enum?.length === 1 ||
    PLAIN.includes(name) ||
    PLAIN_FORMS.some((form) => form.test(name)) ||
    (above !== undefined && (explained[above] ?? []).includes(name)) ||
    isSwitch(schema)
  );
}

/** An object that only turns on or off what it is named after. */
function isSwitch({ properties = {} }: JsonSchema): boolean {
  return Object.keys(properties).join() === 'enabled';
}

describe('parameters', () => {
  test('have a description wherever the name does not say what is meant, in objects and lists too', () => {
    const silent = catalogue.tools.flatMap((tool) =>
      parametersOf(listed(tool).inputSchema)
        .filter((parameter) => !isDescribed(parameter.schema) && !followsFromName(parameter))
        .map(({ path }) => `${tool.name}: ${path.join('.')}`),
    );
    expect(silent).toEqual([]);
  });

  test('that explain their members do so', () => {
    const all = catalogue.tools.flatMap((tool) => parametersOf(listed(tool).inputSchema));
    for (const name of Object.keys(EXPLAINED_ABOVE)) {
      const holding = all.filter(({ path, schema }) => path.at(-1) === name && schema.properties);
      expect(holding.length, name).toBeGreaterThan(0);
      for (const { schema } of holding) expect(isDescribed(schema), name).toBe(true);
    }
  });
});
