import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { instructionsFor } from '../../src/server/instructions.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { sampleService } from './sample-service.ts';

const family = (title: string) => ({ name: title.toLowerCase(), title, key: 'admin' as const });

describe('instructions', () => {
  test('say what is on, and what is off and why, once for each reason', () => {
    const text = instructionsFor(
      [
        { family: family('Projects') },
        { family: family('Costs'), off: 'no admin key' },
        { family: family('Stores'), off: 'no project key' },
        { family: family('Users'), off: 'no admin key' },
      ],
      ['Add one with auth login.'],
      false,
    );
    expect(text).toContain('On: Projects.');
    expect(text).toContain('Off: Costs, Users (no admin key).');
    expect(text).toContain('Off: Stores (no project key).');
    expect(text).toContain('Add one with auth login.');
    expect(text).toContain('pass next_cursor back unchanged as cursor');
    expect(text).not.toContain('make-believe');
  });

  test('say a first word that many families share once', () => {
    const titles = ['Costs', 'Project users', 'Project roles', 'Projects', 'Project groups'];
    const text = instructionsFor(
      titles.map((title) => ({ family: family(title) })),
      [],
      false,
    );
    expect(text).toContain('On: Costs, Projects; Project: users, roles, groups.');
  });

  test('say when nothing is on, and when all is make-believe', () => {
    const text = instructionsFor([{ family: family('Costs'), off: 'access ended' }], [], true);
    expect(text).toContain('No tool is on.');
    expect(text).toContain('make-believe');
  });

  test('of the service name the filter that switches a family off', () => {
    const text = sampleService({
      authority: { filters: [toolFilter({ readOnly: true, tags: ['billing'] })] },
    }).instructions();
    expect(text).toContain(
      'On: Costs, Project spend alerts, Project spend limit, Spend alerts, Spend limit, Usage.',
    );
    expect(text).toContain('(switched off by --tags billing).');
  });

  test('of the service name the missing key', () => {
    const text = sampleService({ authority: { hasProjectKey: false }, notices: ['Notice.'] }).instructions();
    expect(text).toMatch(/Off: Vector store[^(]*\(no project key\)\. Notice\./);
  });

  test('stay short', () => {
    for (const hasProjectKey of [true, false]) {
      expect(encode(sampleService({ authority: { hasProjectKey } }).instructions()).length).toBeLessThan(200);
    }
  });
});
