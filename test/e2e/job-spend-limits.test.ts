/** set_spend_limits over the built program and the sandbox: one question, and what is read back is what it showed. */
import { describe, expect, it } from 'vitest';
import { type Question, type Server, startServer, typeAsAsked } from './start-server.ts';

async function start(): Promise<{ server: Server; questions: Question[] }> {
  const questions: Question[] = [];
  const server = await startServer({
    args: ['--sandbox', '--tags', 'all'],
    answerQuestion: (question) => {
      questions.push(question);
      return typeAsAsked(question);
    },
  });
  return { server, questions };
}

async function idOf(server: Server, name: string): Promise<string> {
  const { value } = await server.call('list_projects', { limit: 100 });
  const row = (value.rows as unknown[][]).find((cells) => cells[1] === name);
  return String(row?.[0]);
}

const limitOf = async (server: Server, project_id: string) =>
  (await server.call('get_project_spend_limit', { project_id })).value;

describe('set_spend_limits', () => {
  it('asks once for projects by name, by ID and by pattern, says what each limit does, and sets what it showed', async () => {
    const { server, questions } = await start();
    const marketing = await idOf(server, 'Marketing-Gen');
    const mobile = await idOf(server, 'Mobile-App');
    const before = await limitOf(server, marketing);
    const given = {
      projects: [marketing, 'Mobile-App', 'Nightly-*'],
      limit: '1,000',
      alerts: ['75%'],
      alert_emails: ['fin@example.com'],
    };
    const { value } = await server.call('set_spend_limits', given);
    expect(value).toMatchObject({ is_done: true });
    expect(questions).toHaveLength(1);
    const { message } = questions[0] as Question;
    expect(message.split('\n').slice(0, 3)).toEqual([
      'Set spend limits: 3 projects',
      '6 writes, limit $1000.00, alert at 75%.',
      "This stops the project's API traffic at once.",
    ]);
    // Each has spent more than that; whose amounts they are is said of each.
    for (const name of ['Marketing-Gen', 'Mobile-App', 'Nightly-Evals']) {
      expect(message).toMatch(
        new RegExp(`Spend limit of "${name}" \\(proj_\\w+\\): \\$[\\d.]+ of \\$1000\\.00 are spent`),
      );
      expect(message).toMatch(
        new RegExp(`Spend alert of "${name}" \\(proj_\\w+\\): at \\$750\\.00, to fin@example\\.com`),
      );
    }
    expect(await limitOf(server, marketing)).toMatchObject({ threshold_usd: 1000 });
    expect(await limitOf(server, mobile)).toMatchObject({ threshold_usd: 1000 });
    const alerts = await server.call('list_project_spend_alerts', { project_id: mobile });
    expect(alerts.text).toContain('750');
    // The same call again sends nothing; what it offers to take back does.
    expect((await server.call('set_spend_limits', given)).value).toMatchObject({ is_done: true, done: [] });
    expect(questions).toHaveLength(1);
    for (const back of value.take_back as { tool: string; arguments: Record<string, unknown> }[]) {
      expect((await server.call(back.tool, back.arguments)).value).toMatchObject({ is_done: true });
    }
    expect(await limitOf(server, marketing)).toEqual(before);
    expect(await limitOf(server, mobile)).toMatchObject({ set: false });
  });

  it('takes a limit away only for the word none, and says that it is a guard', async () => {
    const { server, questions } = await start();
    const { value } = await server.call('set_spend_limits', { organization: true, limit: 'none' });
    expect(value).toMatchObject({ is_done: true });
    expect(questions[0]?.message).toContain('stops the spending');
    expect((await server.call('get_spend_limit')).value).toMatchObject({ set: false });
  });

  it('puts a limit that stops traffic before others, whatever the order of the projects', async () => {
    const { server, questions } = await start();
    await server.call('set_spend_limits', { projects: ['Internal-Tools', 'Nightly-Evals'], limit: '2000' });
    const { message } = questions[0] as Question;
    expect(message.split('\n')[2]).toBe("This stops the project's API traffic at once.");
    expect(message.split('\n')[3]).toMatch(/^Spend limit of "Nightly-Evals"/);
    expect(message.indexOf('- Spend limit of "Nightly-Evals"')).toBeLessThan(
      message.indexOf('- Spend limit of "Internal-Tools"'),
    );
  });

  it('names what has no limit to take percent of, and sends nothing for it', async () => {
    const { server, questions } = await start();
    const { value } = await server.call('set_spend_limits', { projects: ['Mobile-App'], limit: '+20%' });
    expect(value).toMatchObject({ is_done: true, done: [] });
    expect(String(value.notes)).toMatch(/No spend limit to take percent of: "Mobile-App"/);
    expect(questions).toHaveLength(0);
  });
});
