/** A picture in a window: no line is longer than the window shows, and what does not fit on one breaks where people read it. */
import { expect, test } from 'vitest';
import type { Plan } from '../../src/approval/plan.ts';
import { questionFor } from '../../src/approval/window-question.ts';
import { aProposal } from './proposal.ts';

const pictureOf = (request: string[], reach: string[] = []) => {
  const proposal = aProposal('Alpha');
  const plan: Plan = {
    ...proposal,
    summary: { ...proposal.summary, request, reach },
    id: 'plan_1',
    proposedAt: 0,
    expiresAt: 1000,
  };
  return questionFor(plan, 0).picture.split('\n');
};

test('a path longer than a line breaks behind a slash, and nothing of it is lost', () => {
  const path = `/organization/workload_identity_providers/${'w'.repeat(28)}/federation_rules/${'r'.repeat(28)}`;
  const lines = pictureOf([`POST ${path}`]);
  const first = lines.findIndex((line) => line.includes('/organization/'));
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(lines[first]).toMatch(/\/$/);
  expect(`${lines[first]?.trim()}${lines[first + 1]}`).toBe(path);
});

test('a word without a sign in it breaks anywhere', () => {
  const lines = pictureOf([`name: ${'x'.repeat(200)}`]);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(lines.join('').match(/x/g)).toHaveLength(200);
});

test('what goes on an item looks like no line of its own', () => {
  const lines = pictureOf([], [`Members: 6 (${'"somebody@example.com", '.repeat(6)}"Profile: other")`]);
  const at = lines.findIndex((line) => line.startsWith('- Members: 6'));
  const end = lines.indexOf('Request:');
  expect(end - at).toBeGreaterThan(2);
  for (const line of lines.slice(at + 1, end)) expect(line).toMatch(/^ {2}\S/);
});
