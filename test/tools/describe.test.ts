import { describe, expect, test } from 'vitest';
import type { ParamSpec } from '../../src/specs/spec-schema.ts';
import { describeTool } from '../../src/tools/describe.ts';
import { sampleTool } from './sample-tool.ts';

const published = (param: ParamSpec, exposed = true) =>
  describeTool(sampleTool({ x: param }), () => exposed).inputSchema.properties.x;
const manyValues = Array.from({ length: 21 }, (_, index) => `v${index}`);

describe('a published argument', () => {
  test.each<[ParamSpec, object]>([
    [
      { in: 'query', type: 'string', enum: ['a', 'b'], default: 'a' },
      { type: 'string', enum: ['a', 'b'], description: 'Default a.' },
    ],
    [
      { in: 'query', type: 'string', enum: manyValues.slice(1) },
      { type: 'string', enum: manyValues.slice(1) },
    ],
    [{ in: 'query', type: 'string', enum: manyValues }, { type: 'string' }],
    [
      { in: 'query', type: 'integer', min: 1, max: 9, default: 0 },
      { type: 'integer', minimum: 1, maximum: 9, description: 'Default 0.' },
    ],
    [{ in: 'query', type: 'timestamp' }, { type: 'string' }],
    [
      { in: 'query', type: 'usd', min: 1 },
      { type: 'number', minimum: 1, description: 'US dollars.' },
    ],
    [
      { in: 'query', type: 'boolean', description: 'Text.', default: false },
      { type: 'boolean', description: 'Text. Default false.' },
    ],
    [
      { in: 'query', type: 'array', max: 5, items: { type: 'number' } },
      { type: 'array', items: { type: 'number' }, maxItems: 5 },
    ],
    [
      { in: 'body', type: 'map', values: 'string' },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      { in: 'body', type: 'map', values: 'scalar' },
      { type: 'object', additionalProperties: true },
    ],
    [
      {
        in: 'body',
        type: 'object',
        properties: { a: { type: 'string', required: true }, b: { type: 'boolean' } },
      },
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'boolean' } },
        required: ['a'],
        additionalProperties: false,
      },
    ],
    [{ in: 'query', type: 'integer', min: 1, max: 9, brief: true }, { type: 'integer' }],
    [
      { in: 'query', type: 'array', brief: true, items: { type: 'string', enum: ['a'] } },
      { type: 'array', items: { type: 'string' } },
    ],
  ])('%j', (param, schema) => expect(published(param)).toEqual(schema));

  test('names the source of an ID while that tool is exposed', () => {
    const id: ParamSpec = { in: 'query', type: 'string', description: 'Text.', from_tool: 'list_others' };
    expect(published(id)?.description).toBe('Text. From list_others.');
    expect(published(id, false)?.description).toBe('Text.');
  });
});

describe('a published tool', () => {
  test('has its texts in one description', () => {
    const tool = sampleTool(
      { since: { in: 'query', type: 'timestamp' } },
      {
        docs: { summary: 'Lists.', use_when: ['one thing', 'another'], notes: ['Note.'] },
        pagination: 'page',
      },
    );
    expect(describeTool(tool, () => true).description).toMatch(
      /^Lists\. Use when one thing; or another\. Note\. Times: .* next_cursor /,
    );
  });

  test('says nothing about times and pages where there are none', () => {
    expect(describeTool(sampleTool({}), () => true)).toMatchObject({
      description: 'Lists things.',
      inputSchema: { properties: {} },
    });
    expect(describeTool(sampleTool({}), () => true).inputSchema).not.toHaveProperty('required');
  });

  test('lists what can be emptied', () => {
    const tool = sampleTool({
      name: { in: 'body', type: 'string', clearable: true },
      size: { in: 'body', type: 'string' },
    });
    expect(describeTool(tool, () => true).inputSchema.properties.clear).toMatchObject({
      type: 'array',
      items: { enum: ['name'] },
    });
  });
});
