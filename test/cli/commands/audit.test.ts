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
import { HEAD_FILE, TRAIL_FILE } from '../../../src/audit/trail-files.ts';
import { openStateFolder } from '../../../src/state/state-folder.ts';
import { linesIn, rewrite, withoutSignature } from '../../audit/forger.ts';
import { INTENT, NOON } from '../../audit/state-folder.ts';
import { LOCKER } from '../../runtime.ts';
import { NOW } from '../process-context.ts';
import { runUntilItEnds } from '../program-run.ts';

function place() {
  const base = mkdtempSync(join(tmpdir(), 'audit-command-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const path = join(base, 'openai-admin-mcp');
  const state = openStateFolder({ path, locker: LOCKER, clean: (text) => text });
  const run = (...words: string[]) => runUntilItEnds(['audit', ...words], { XDG_STATE_HOME: base });
  const clock = { now: NOON };
  return { path, run, clock, trail: openAuditTrail({ state, now: () => clock.now }) };
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

  test('prints the last 20 unless told otherwise', async () => {
    const { run, trail } = place();
    for (let number = 1; number <= 22; number += 1)
      await trail.intent({ ...INTENT, target: { id: `proj_${number}` } });
    const { stdout } = await run('tail');
    const found = [...stdout.matchAll(/ proj_(\d+) /g)].map(([, number]) => Number(number));
    expect(found).toEqual(Array.from({ length: 20 }, (_, index) => index + 3));
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

test('audit verify names the file that a fault lies in', async () => {
  const { path, run } = await begun();
  writeFileSync(join(path, 'audit-2.jsonl'), 'of another program\n', { mode: 0o600 });
  const { code, stdout } = await run('verify');
  expect(code).toBe(4);
  expect(stdout).toContain('Of all files together, that is line 1 of audit-2.jsonl.');
});

describe('audit verify tells who wrote the lines', () => {
  test('a missing key: ends with 3, and says which file to put back', async () => {
    const { path, run } = await begun();
    rmSync(join(path, 'seal.key'));
    const { code, stdout } = await run('verify');
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/cannot be checked: .*line 1 .*Put that file back/),
    ]);
  });

  test('an unsigned beginning: ends with 7', async () => {
    const { path, run, trail } = await begun();
    rewrite(path, linesIn(path).map(withoutSignature));
    await trail.intent(INTENT);
    const { code, stdout } = await run('verify');
    expect([code, stdout]).toEqual([
      7,
      expect.stringMatching(/^Lines 1 to 4 are not signed: .* Lines: 5\.\nHead: 5 /),
    ]);
  });

  test('a forged line: ends with 4', async () => {
    const { path, run } = await begun();
    rewrite(
      path,
      linesIn(path).map((line) => ({ ...line, client: 'nobody' })),
    );
    expect(await run('verify')).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('Line 1 was altered, or'),
    });
  });
});

describe('audit verify --head', () => {
  test('finds a head that was kept, as it was printed or as its hash alone', async () => {
    const { path, run, trail } = await begun();
    const kept = /Head: (.*)\n/.exec((await run('verify')).stdout)?.[1] ?? '';
    await trail.intent(INTENT);
    for (const head of [kept, kept.split(' ')[1] ?? '', kept.toUpperCase()]) {
      const { code, stdout } = await run('verify', '--head', head);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/The head that was kept is number 4\.\n$/)]);
    }
    expect(linesIn(path)).toHaveLength(5);
  });

  test('an end that was taken away together with its head ends with 4, and without --head cannot be seen', async () => {
    const { path, run, trail } = await begun();
    const files = [TRAIL_FILE, HEAD_FILE].map((name) => join(path, name));
    const earlier = files.map((file) => readFileSync(file));
    await trail.intent(INTENT);
    const head = String(linesIn(path).at(-1)?.hash);
    for (const [index, file] of files.entries()) writeFileSync(file, earlier[index] ?? '');
    expect((await run('verify')).code).toBe(0);
    const { code, stdout } = await run('verify', '--head', head);
    expect([code, stdout]).toEqual([4, expect.stringMatching(/^No line has the hash /)]);
  });

  test('a trail that was begun anew ends with 4', async () => {
    const { path, run, trail } = await begun();
    const head = String(linesIn(path).at(-1)?.hash);
    for (const name of [TRAIL_FILE, HEAD_FILE]) rmSync(join(path, name));
    await trail.intent(INTENT);
    expect((await run('verify', '--head', head)).code).toBe(4);
  });

  test('without any trail ends with 4', async () => {
    expect((await place().run('verify', '--head', 'a'.repeat(64))).code).toBe(4);
  });

  test.each(['', 'abc', 'g'.repeat(64), '4'])('%j is refused', async (head) => {
    const { code, stderr } = await place().run('verify', '--head', head);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--head: give the 64 hex digits')]);
  });
});

describe('audit tail chooses', () => {
  async function several(from = NOON) {
    const found = place();
    const { trail, clock } = found;
    clock.now = from;
    const one = async (tool: string, profile: string, decision: string, outcome?: string) => {
      const call = await trail.intent({ ...INTENT, tool, profile, decision });
      if (outcome !== undefined) await trail.outcome(call, { outcome });
      clock.now += 3_600_000;
    };
    await one('create_project', 'work', 'allowed', 'done');
    await one('delete_user', 'work', 'approved', 'rejected');
    await one('list_users', 'home', 'refused');
    await one('create_invite', 'home', 'allowed');
    return found;
  }
  const toolsOf = (stdout: string) =>
    stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).intent.tool]));

  test.each<[string[], string[]]>([
    [
      ['--tool', 'create_*'],
      ['create_project', 'create_invite'],
    ],
    [['--tool', 'delete_user'], ['delete_user']],
    [['--tool', 'delete'], []],
    [
      ['--profile', 'home'],
      ['list_users', 'create_invite'],
    ],
    [['--outcome', 'done'], ['create_project']],
    [['--outcome', 'rejected'], ['delete_user']],
    [['--outcome', 'refused'], ['list_users']],
    [['--outcome', 'none'], ['create_invite']],
    [
      ['--since', '2026-11-28T13:30:00Z'],
      ['list_users', 'create_invite'],
    ],
    [['--since', '2026-11-28T13:00:00+01:00', '--outcome', 'done'], ['create_project']],
    [
      ['--since', '36500d'],
      ['create_project', 'delete_user', 'list_users', 'create_invite'],
    ],
    [['--profile', 'work', '-n', '1'], ['delete_user']],
  ])('%j', async (words, tools) => {
    const { run } = await several();
    expect(toolsOf((await run('tail', '--json', ...words)).stdout)).toEqual(tools);
  });

  test.each([
    ['90m', ['delete_user', 'list_users', 'create_invite']],
    ['2d', ['create_project', 'delete_user', 'list_users', 'create_invite']],
    ['10m', ['list_users', 'create_invite']],
  ])('--since %s counts back from now', async (duration, tools) => {
    const { run } = await several(NOW.getTime() - 2 * 3_600_000);
    expect(toolsOf((await run('tail', '--json', '--since', duration)).stdout)).toEqual(tools);
  });

  test.each([
    [['--since', 'yesterday'], '--since: "yesterday" is neither a time nor a duration'],
    [['--outcome', 'don'], '--outcome: "don" is not one of done, '],
  ])('%j is refused', async (words, sentence) => {
    const { code, stderr } = await place().run('tail', ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
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
