/** The proof that administrators' questions find their tools. */
import { describe, expect, test } from 'vitest';
import { createToolSearch } from '../../src/search/search-tools.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { HELD_OUT_QUESTIONS } from './held-out-questions.ts';
import { QUESTIONS, type Question } from './questions.ts';

const { families, tools } = catalogue;
const search = createToolSearch(tools);

const found = (asked: string, limit = 3) => search(asked, limit).map((tool) => tool.name);
const missed = (questions: Question[]) =>
  questions.filter(([asked, right]) => !found(asked).some((name) => right.includes(name)));

describe('the right tool is among the first three', () => {
  test('for at least 55 of 60 questions that the search was tuned on', () => {
    expect(QUESTIONS).toHaveLength(60);
    expect(missed(QUESTIONS).length, JSON.stringify(missed(QUESTIONS))).toBeLessThanOrEqual(5);
  });

  // Which ones fail is not shown on purpose: whoever sees it starts to tune on them.
  test('for at least 52 of 60 questions that nothing was tuned on', () => {
    expect(HELD_OUT_QUESTIONS).toHaveLength(60);
    expect(missed(HELD_OUT_QUESTIONS).length).toBeLessThanOrEqual(8);
  });

  test('and the questions name tools that exist', () => {
    const names = new Set(tools.map((tool) => tool.name));
    const named = [...QUESTIONS, ...HELD_OUT_QUESTIONS].flatMap(([, right]) => right);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  test.each(families.map(({ name }) => name))('in %s, for what its own texts say', (family) => {
    const own = tools.filter((tool) => tool.family === family);
    const asked = own.flatMap(({ name, docs }) =>
      [docs.summary, ...(docs.use_when ?? [])].map((text): Question => [text, [name]]),
    );
    // Tools for the same thing may say nearly the same.
    expect(missed(asked).length, JSON.stringify(missed(asked))).toBeLessThan(Math.max(asked.length / 2, 1));
  });
});

describe('a whole change finds its job among the first three', () => {
  test.each([
    ['off-board dana@example.com', 'offboard_person'],
    ['offboard somebody who left the company', 'offboard_person'],
    ['somebody leaves, take everything away', 'offboard_person'],
    ['new project for a team with limits', 'onboard_project'],
    ['set up a project for the data team with a service account and a budget', 'onboard_project'],
    ['rotate the key of a service account', 'rotate_service_account_key'],
    ['set all models to 500 requests per minute', 'set_project_rate_limits'],
    ['lower the rate limits of all projects', 'set_project_rate_limits'],
    ['raise every project spend limit by 20%', 'set_spend_limits'],
    ['budget for all projects', 'set_spend_limits'],
  ])('%s: %s', (question, name) => {
    expect(found(question)).toContain(name);
  });

  test('and one single change finds its tool first', () => {
    expect(found('remove the user dana')[0]).toBe('delete_user');
    expect(found('create a project')[0]).toBe('create_project');
  });
});

describe('what a question wants', () => {
  test('a polite question for a change finds the change', () => {
    expect(found('How do I remove a user from the organization?')[0]).toBe('delete_user');
    expect(found('could you please remove a user from the organization?')[0]).toBe('delete_user');
  });

  test('a question finds what reads', () => {
    expect(search('which spend alerts are there', 3).map((tool) => tool.kind)).toEqual([
      'read',
      'read',
      'read',
    ]);
    expect(found('How can I see my costs?')[0]).toBe('list_costs');
  });

  test('who did it is told by the audit logs', () => {
    expect(found('who deleted the role')[0]).toBe('list_audit_logs');
    expect(found('wer hat die Rolle gelöscht')[0]).toBe('list_audit_logs');
  });

  test('and by the audit logs when it is asked without "who" in front', () => {
    expect(found('when was the project archived and by whom')[0]).toBe('list_audit_logs');
  });

  test('who may do it is no question for the audit logs', () => {
    expect(found('who can delete projects')).not.toContain('list_audit_logs');
  });

  test('what is split by project is a report of the organization', () => {
    expect(found('Kosten pro Projekt im letzten Quartal')[0]).toBe('list_costs');
  });

  test('a name stands for the user', () => {
    expect(found('which roles does Tim have')).toContain('list_user_roles');
  });

  test('German nouns are found at the end of longer ones', () => {
    expect(found('Sperre das Modell im Testprojekt')).toContain('update_model_permissions');
    expect(found('Setze ein Ausgabenlimit')[0]).toBe('update_spend_limit');
  });

  test('a verb and its particle may stand apart', () => {
    expect(found('turn web search off')[0]).toBe('update_hosted_tool_permissions');
    expect(found('Füge Lena zur Gruppe Vertrieb hinzu')).toContain('create_group_user');
  });
});

describe('an answer', () => {
  test('says whether the tool writes and how risky that is', () => {
    expect(search('archive a project', 1)).toEqual([
      {
        name: 'archive_project',
        summary: 'Archives a project for good; it can no longer be used or changed.',
        kind: 'write',
        risk: 'irreversible',
      },
    ]);
    expect(search('list all projects', 1)[0]).not.toHaveProperty('risk');
  });

  test('holds as many tools as asked for, of those given', () => {
    expect(found('api key', 5)).toHaveLength(5);
    const reads = createToolSearch(tools.filter((tool) => tool.method === 'list'));
    expect(reads('delete a user', 20).every((tool) => tool.name.startsWith('list_'))).toBe(true);
  });

  test('is empty where nothing fits', () => {
    expect(search('zzzqqq', 5)).toEqual([]);
    expect(search('???', 5)).toEqual([]);
  });
});

describe('a proper name is a name, whatever its words mean elsewhere', () => {
  // Words that tools are about, in names that people give to projects, groups and themselves.
  const NAMES = [
    ['Data Science', 'Zorbo Quux'],
    ['Model Evaluation', 'Zorbo Quux'],
    ['Batch Processing', 'Zorbo Quux'],
    ['Key Account Sales', 'Zorbo Quux'],
    ['Research and Development', 'Zorbo and Quux'],
    ['Webhook Relay', 'Zorbo Quux'],
    ['Fine Tuning Lab', 'Zorbo Quux'],
    ['"File Search Tests"', '"Zorbo"'],
    ['Prod-Vector-Pipeline', 'Prod-Zorbo-Quux'],
  ];
  const ASKED = [
    'Everyone in NAME',
    'who has access to NAME',
    'Add Lena Fischer to NAME',
    'remove Tom from NAME',
    'how much did we spend on NAME in May',
    'rate limits of NAME',
    'service accounts in NAME',
    'archive the NAME project',
    'members of the NAME group',
  ];
  test.each(ASKED)('%s', (asked) => {
    for (const [name = '', other = ''] of NAMES) {
      expect(found(asked.replace('NAME', name)), name).toEqual(found(asked.replace('NAME', other)));
    }
  });

  test('and says where somebody is', () => {
    const members = ['list_group_users', 'list_project_users'];
    expect(found('Everyone in Data Science').some((name) => members.includes(name))).toBe(true);
    expect(found('Who belongs to Revenue Operations?').some((name) => members.includes(name))).toBe(true);
  });

  test('but words of a tool in capitals are its words', () => {
    expect(found('Audit Logs of last week')[0]).toBe('list_audit_logs');
    expect(found('List Vector Stores')).toContain('list_vector_stores');
    expect(found('Show Me All Service Accounts In The Project')).toContain('list_project_service_accounts');
  });
});

describe('the subject beats what stands beside it', () => {
  const SPLITS = [
    'per API key',
    'by service account',
    'for each vector store',
    'broken down by user and model',
  ];
  test.each(SPLITS)('%s', (split) => {
    for (const subject of ['chargeback', 'spend', 'costs', 'our bill', 'showback']) {
      expect(found(`${subject} ${split}`), subject).toContain('list_costs');
    }
    for (const subject of ['token usage', 'requests', 'consumption']) {
      expect(found(`${subject} ${split}`), subject).toContain('list_usage');
    }
  });
});

test.each([
  'how many images did we generate last week',
  'minutes of audio transcribed in May',
  'whisper usage',
  'text to speech characters this month',
  'number of moderations',
  'volume of embeddings',
  'web search calls yesterday',
  'how many file searches were run',
  'code interpreter sessions this week',
  'storage consumed by vector stores',
])('usage is found by the noun of its category: %s', (asked) => expect(found(asked)).toContain('list_usage'));

describe('an intent to create finds the create', () => {
  test.each([
    ['project', 'create_project'],
    ['group', 'create_group'],
    ['admin key', 'create_admin_api_key'],
    ['webhook', 'create_webhook_endpoint'],
    ['vector store', 'create_vector_store'],
    ['custom role', 'create_role'],
    ['certificate', 'create_certificate'],
    ['spend alert', 'create_spend_alert'],
  ])('of a %s', (thing, name) => {
    for (const asked of [
      'we need another THING',
      'I want a new THING',
      'set up a THING',
      'please register a THING',
    ]) {
      expect(found(asked.replace('THING', thing)), asked).toContain(name);
    }
  });

  test('but who wants a list gets one', () => {
    expect(found('we need a list of admin keys')[0]).toBe('list_admin_api_keys');
  });
});

test.each(['external_keys', 'federation_rules', 'service_accounts'])(
  'what one tool of %s is called, all are',
  (family) => {
    const own = tools
      .filter((tool) => tool.family === family)
      .map(({ docs }) => docs.words?.split('\n') ?? []);
    const [first = [], ...others] = own;
    expect(first.filter((word) => others.every((words) => words.includes(word)))).not.toEqual([]);
  },
);

test.each([
  ['a role that may only read invoices, please create it', 'create_role'],
  ['details of one admin key', 'get_admin_api_key'],
])('what only qualifies is no subject: %s', (asked, name) => expect(found(asked)).toContain(name));

test('did anybody do it is told by the audit logs, too', () => {
  expect(found('did anyone change the rate limits')[0]).toBe('list_audit_logs');
});

describe('what is said in other words', () => {
  test.each([
    ['archieve the old prototype', 'archive_project'],
    ['creat a new porject', 'create_project'],
    ['invitatons that are still open', 'list_invites'],
    ['change the treshold of the spend alert', 'update_spend_alert'],
  ])('a slip of the pen: %s', (asked, name) => expect(found(asked)).toContain(name));

  test.each([
    ['what is proj_8sdf7sdf called', 'get_project'],
    ['show details of cert_9dk3jf8s', 'get_certificate'],
    ['revoke key_9dk3jf8s', 'delete_project_api_key'],
  ])('an ID says what it is of: %s', (asked, name) => expect(found(asked)).toContain(name));

  test.each([
    ['get Lena into the Phoenix project', 'create_project_user'],
    ['put Lena and Tom into the sales group', 'create_group_user'],
    ['let Lena work in Phoenix', 'create_project_user'],
    ['make a role that may only look at costs', 'create_role'],
    ['the trial project must not use web search', 'update_hosted_tool_permissions'],
    ['do not retain any data', 'update_data_retention'],
  ])('a wish for a change: %s', (asked, name) => expect(found(asked)).toContain(name));

  test.each([
    'all roles created since May',
    'role changes of last week',
    'was somebody made owner this week',
    'someone deleted our key, find out who',
    'what changed while we were away',
  ])('a deed in the past: %s', (asked) => expect(found(asked)).toContain('list_audit_logs'));

  test.each([
    ['is lena@example.com one of us', 'list_users'],
    ['who works here', 'list_users'],
    ['the groups of our company', 'list_groups'],
  ])('who is there: %s', (asked, name) => expect(found(asked)).toContain(name));
});

describe('plain words, and the commonest of other languages', () => {
  test.each([
    ['cap what we spend', 'update_spend_limit'],
    ['kick out Lena', 'delete_user'],
    ['who can see the project', 'list_project_users'],
    ['Benutzer löschen', 'delete_user'],
    ['Projekt anlegen', 'create_project'],
    ['eliminar un usuario', 'delete_user'],
    ['crear un proyecto', 'create_project'],
    ['supprimer un utilisateur', 'delete_user'],
    ['créer un projet', 'create_project'],
  ])('%s', (asked, name) => expect(found(asked)).toContain(name));
});

describe('what a newcomer asks', () => {
  test.each([
    ['Which of our people still hold the owner role?', 'list_user_roles'],
    ['let the new contractor join our org by email', 'create_invite'],
    ['who sits in Legal Review', 'list_project_users'],
    ['what rights does the custom role Auditor include', 'list_roles'],
    ['Keys published by the marketing team', 'list_project_api_keys'],
    ['Rotate the key of our backend', 'create_service_account_api_key'],
    ['delete the file report.pdf', 'delete_file'],
  ])('%s', (asked, name) => expect(found(asked)).toContain(name));
});
