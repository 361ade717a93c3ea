import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openAuditTrail } from '../../../src/audit/audit-trail.ts';
import { HEAD_FILE, TRAIL_FILE } from '../../../src/audit/hashed-line.ts';
import { openStateFolder } from '../../../src/state/state-folder.ts';
import { INTENT, NOON } from '../../audit/state-folder.ts';
import { LOCKER } from '../../runtime.ts';
import { runUntilItEnds } from '../program-run.ts';

function place() {
  const base = mkdtempSync(join(tmpdir(), 'audit-command-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const path = join(base, 'openai-admin-mcp');
  const state = openStateFolder({ path, locker: LOCKER, clean: (text) => text });
  const run = (...words: string[]) => runUntilItEnds(['audit', ...words], { XDG_STATE_HOME: base });
  return { path, run, trail: openAuditTrail({ state, now: () => NOON }) };
}

/** One call that was done, one whose server ended, one refusal. */
async function begun() {
  const found = place();
  const call = await found.trail.intent(INTENT);
  await found.trail.outcome(call, { outcome: 'done', status: 200, request_id: 'req_1' });
  const { approved_by: _approver, target: _target, ...unapproved } = INTENT;
  const given = { role: 'owner', note: 'a  done' };
  await found.trail.intent({ ...unapproved, tool: 'update_user', arguments: given, decision: 'allowed' });
  await found.trail.intent({
    ...unapproved,
    client: 'evil\u001b[2J\nfake line',
    decision: 'refused',
    target: { id: 'proj_2', name: 'a\u202eb\tc' },
    reason: 'not pinned',
  });
  return found;
}

describe('audit tail', () => {
  test('prints a line for each call, with what came of it', async () => {
    const { run } = await begun();
    const { code, stdout, stderr } = await run('tail');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      '2026-11-28T12:00:00.000Z  default  test 1.0  archive_project  proj_1  "Documents"  approved by terminal  done 200  req_1',
      '2026-11-28T12:00:00.000Z  default  test 1.0  update_user  role=owner note="a done"  allowed  no outcome recorded',
      '2026-11-28T12:00:00.000Z  default  evil\\u{1b}[2J fake line  archive_project  proj_2  "a\\u{202e}b c"  project_id=proj_1  refused  not pinned',
      '',
    ]);
  });

  test('prints the last ones, as JSON if wanted', async () => {
    const { run } = await begun();
    expect((await run('tail', '-n', '1')).stdout).toMatch(/^2026.* {2}refused {2}not pinned\n$/);
    const { stdout } = await run('tail', '-n', '3', '--json');
    const [first, ...rest] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rest).toHaveLength(2);
    expect(first).toMatchObject({ intent: { tool: 'archive_project' }, outcome: { request_id: 'req_1' } });
  });

  test.each(['0', '-1', 'many', '1e3'])('-n %s is refused', async (count) => {
    const { code, stderr } = await place().run('tail', '-n', count);
    expect([code, stderr]).toEqual([2, expect.stringContaining('-n: give a number from 1.')]);
  });

  test('tells lines that it cannot read, and shows none of them', async () => {
    const { path, run } = await begun();
    appendFileSync(join(path, TRAIL_FILE), '\u001b[2Jhello\n');
    const { stdout, stderr } = await run('tail', '-n', '1');
    expect(stdout).not.toContain('hello');
    expect(stderr).toBe('Lines that cannot be read: 1. Run npx openai-admin-mcp audit verify to see why.\n');
  });

  test('a plan that a terminal approved has no outcome to wait for', async () => {
    const { run, trail } = place();
    const { target: _target, ...approval } = INTENT;
    await trail.intent({ ...approval, decision: 'granted', arguments: { plan: 'plan_1' } });
    const { stdout } = await run('tail');
    expect(stdout).toMatch(/archive_project {2}plan=plan_1 {2}granted by terminal\n$/);
  });

  test('long arguments are cut', async () => {
    const { run, trail } = place();
    await trail.intent({ ...INTENT, arguments: { a: 'x'.repeat(150), b: 'hidden' } });
    const { stdout } = await run('tail');
    expect(stdout).toContain(` a=${'x'.repeat(115)}... `);
    expect(stdout).not.toContain('hidden');
  });

  test('a trail that was taken away is told', async () => {
    const { path, run } = await begun();
    rmSync(join(path, TRAIL_FILE));
    const { stdout, stderr } = await run('tail');
    expect([stdout, stderr]).toEqual(['', expect.stringMatching(/^audit\.jsonl is missing or empty\. Run /)]);
  });
});

describe('audit verify', () => {
  test('an intact trail: how many lines, and the head', async () => {
    const { path, run } = await begun();
    const { hash } = JSON.parse(readFileSync(join(path, HEAD_FILE), 'utf8'));
    expect(await run('verify')).toEqual({
      code: 0,
      stdout: `Intact. Lines: 4.\nHead: 4 ${hash}\n`,
      stderr: '',
    });
  });

  test('a torn line is told, and is no fault', async () => {
    const { path, run } = await begun();
    appendFileSync(join(path, TRAIL_FILE), '{"seq":5,');
    const { code, stdout } = await run('verify');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^Intact\. Lines: 4\. Unfinished lines that crashes left: 1\.\n/),
    ]);
  });

  test.each<[string, (file: string) => void, string]>([
    [
      'altered',
      (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('approved', 'refused!')),
      'Line 1 was altered',
    ],
    [
      'cut',
      (file) => truncateSync(file, readFileSync(file).subarray(0, -1).lastIndexOf(0x0a) + 1),
      'The end was cut off',
    ],
    ['gone', (file) => rmSync(file), 'The end was cut off'],
  ])('%s: ends with 4 and says where', async (_, meddle, words) => {
    const { path, run } = await begun();
    meddle(join(path, TRAIL_FILE));
    const { code, stdout } = await run('verify');
    expect([code, stdout]).toEqual([4, expect.stringContaining(words)]);
    expect(stdout).toContain('the next call starts a new trail.');
  });

  test('a link in place of the trail ends with 4', async () => {
    const { path, run } = await begun();
    rmSync(join(path, TRAIL_FILE));
    symlinkSync('/dev/null', join(path, TRAIL_FILE));
    const { code, stderr } = await run('verify');
    expect([code, stderr]).toEqual([4, expect.stringMatching(/cannot be read: .*is a link\. Remove it/)]);
  });
});

test.each(['tail', 'verify'])('audit %s without a trail says so', async (word) => {
  const { path, run } = place();
  const { code, stdout, stderr } = await run(word);
  expect([code, stdout, stderr]).toEqual([
    0,
    '',
    `There is no audit trail yet; the first write or refusal starts it in ${path}.\n`,
  ]);
});
