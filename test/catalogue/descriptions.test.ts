import { describe, expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import type { ValueSpec } from '../../src/specs/spec-schema.ts';
import { describeTool } from '../../src/tools/describe.ts';
import { catalogue, everyTool, listed } from './catalogue.ts';
import { FLAGGED } from './flagged.ts';

/** Every text of a tool that a model reads. */
const textsOf = (tool: (typeof everyTool)[number][1]) => JSON.stringify(listed(tool));

describe('descriptions', () => {
  test.each(everyTool)('%s is plain ASCII and gives no orders', (_, tool) => {
    const text = textsOf(tool);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
    for (const phrase of FLAGGED) expect(text).not.toMatch(phrase);
    expect(tool.docs.summary).toMatch(/^[A-Z].*\.$/);
  });

  test.each(everyTool)('%s names no other tool unless that tool is exposed', (_, tool) => {
    const alone = JSON.stringify(describeTool(tool, () => false));
    for (const other of catalogue.tools) {
      if (other !== tool) expect(alone).not.toMatch(new RegExp(`\\b${other.name}\\b`));
    }
    expect(alone).not.toMatch(/\bFrom [a-z_]+\./);
  });

  test('say where an ID comes from exactly when that tool is exposed', () => {
    for (const tool of catalogue.tools) {
      for (const [name, param] of Object.entries(tool.params)) {
        const source = sourceOf(param);
        if (source === undefined) continue;
        const shown = describeTool(tool, (other) => other === source).inputSchema.properties[name];
        const hidden = describeTool(tool, (other) => other !== source).inputSchema.properties[name];
        expect(shown?.description ?? '', `${tool.name}.${name}`).toContain(`From ${source}.`);
        expect(hidden?.description ?? '', `${tool.name}.${name}`).not.toContain(source);
      }
    }
  });

  test('explain the cursor on every list that pages, and as an argument of every other read', () => {
    for (const tool of catalogue.tools) {
      const { description, inputSchema } = listed(tool);
      const pages = tool.pagination !== undefined;
      expect(description.includes('next_cursor'), tool.name).toBe(pages);
      const { cursor } = inputSchema.properties;
      expect(cursor !== undefined, tool.name).toBe(isRead(tool));
      if (isRead(tool)) expect(cursor?.description !== undefined, tool.name).toBe(!pages);
    }
  });
});

/** What is published briefly says nothing about its origin. */
function sourceOf(param: ValueSpec): string | undefined {
  return param.brief ? undefined : (param.from_tool ?? param.items?.from_tool);
}
