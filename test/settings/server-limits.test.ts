/** Settings held to the limits of another server: of the two the stricter counts, whichever says it. */
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { heldToLimits, limitsOf } from '../../src/settings/server-limits.ts';
import { readSettings, type Settings } from '../../src/settings/settings.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const EARLY = '2026-12-01T00:00:00Z';
const LATE = '2026-12-02T00:00:00Z';

const settingsOf = (flags: OptionTexts) => readSettings({ flags, environment: {}, nowMilliseconds: NOW });

/** What the terminal is held to by the job of a server, as the record has it. */
const held = (terminal: OptionTexts, server: OptionTexts): Settings =>
  heldToLimits(settingsOf(terminal), JSON.parse(JSON.stringify(limitsOf(settingsOf(server)))));

describe('the stricter of two', () => {
  test.each<[string, OptionTexts, OptionTexts, Partial<Settings>]>([
    ['ends', { 'expires-at': LATE }, { 'expires-at': EARLY }, { expiresAt: Date.parse(EARLY) }],
    ['budgets', { 'max-writes': '9' }, { 'max-writes': '3' }, { maxWrites: 3 }],
    ['pins', { project: 'proj_a,proj_b' }, { project: 'proj_b,proj_c' }, { projects: ['proj_b'] }],
    ['ways to ask', {}, { ask: 'window' }, { ask: 'window' }],
    ['approvals', { approval: 'off' }, { approval: 'writes' }, { approval: 'writes' }],
  ])('%s counts, on whichever side it stands', (_, one, other, expected) => {
    expect(held(one, other)).toMatchObject(expected);
    expect(held(other, one)).toMatchObject(expected);
  });

  test.each<[string, OptionTexts, Partial<Settings>]>([
    ['end', { 'expires-at': EARLY }, { expiresAt: Date.parse(EARLY), expiresBy: '--expires-at' }],
    ['budget', { 'max-writes': '3' }, { maxWrites: 3 }],
    ['pin', { project: 'proj_a' }, { projects: ['proj_a'] }],
    ['approval', { approval: 'off' }, { approval: 'off' }],
    ['place for secrets', { secrets: 'file:/s' }, { secrets: { kind: 'file', folder: '/s' } }],
    ['own tools', { 'tool-specs': '/own' }, { toolSpecs: '/own' }],
  ])('an %s of the server counts where the terminal says nothing', (_, server, expected) => {
    expect(held({}, server)).toMatchObject(expected);
  });

  test('policies and receivers of the audit trail are those of both, wherever the terminal stands', () => {
    const { policies, auditTo } = held(
      { policy: '/mine.yaml', 'audit-to': 'command:mine' },
      { policy: 'theirs.yaml', 'audit-to': 'command:theirs' },
    );
    expect(policies).toEqual(['/mine.yaml', resolve('theirs.yaml')]);
    expect(auditTo).toEqual(['mine', 'theirs']);
  });

  test('filters are those of both, and a refusal says whose', () => {
    const { filters } = held({ tags: 'all' }, { 'read-only': 'true', methods: 'update' });
    expect(filters).toContainEqual(expect.objectContaining({ readOnly: true, methods: ['update'] }));
    const server = filters.find(({ readOnly }) => readOnly);
    expect(server?.nameOf('methods')).toBe('--methods of the server that began the job');
  });
});

test.each<[string, OptionTexts, OptionTexts, RegExp]>([
  ['two pins without a common project', { project: 'proj_a' }, { project: 'proj_b' }, /none is left/],
  ['two ways to ask', { ask: 'form' }, { ask: 'window' }, /started with window/],
])('%s leave nothing: that is said', (_, one, other, says) => {
  expect(() => held(one, other)).toThrow(says);
});
