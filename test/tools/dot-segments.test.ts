/** No value in a path can be read as a step to another place, whatever stands behind the dots. */
import { expect, test } from 'vitest';
import { canBeGivenForPath, checkPathValues } from '../../src/tools/path-values.ts';
import { catalogue, toolNamed } from '../catalogue/catalogue.ts';

const STEPS = [
  '.',
  '..',
  '..;',
  '.;',
  '..;x=1',
  '.;/',
  '..;..',
  '..;/..;',
  '..\\',
  '%2e%2e;',
  '../',
  'a/..;/b',
];

test.each(STEPS)('%j is refused in every path', (step) => {
  for (const tool of catalogue.tools) {
    for (const [name, param] of Object.entries(tool.params)) {
      if (param.in !== 'path') continue;
      expect(() => checkPathValues(tool, { [name]: step }), tool.name).toThrow(/cannot be an ID/);
      expect(canBeGivenForPath(step, param), tool.name).toBe(false);
    }
  }
});

test.each(['...', '..x', 'a;b', 'gpt-4.1', 'ft:gpt-4o:acme::x;y'])('%j stays allowed', (value) => {
  expect(() => checkPathValues(toolNamed('get_project'), { project_id: value })).not.toThrow();
});
