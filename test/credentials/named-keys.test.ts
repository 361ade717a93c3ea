import { expect, test } from 'vitest';
import { readNamedKeys } from '../../src/credentials/named-keys.ts';
import { adminKey, projectKey } from './sample-keys.ts';

/** What a client passes on for a setting that the user left empty. */
const unexpanded = (name: string): string => `$\{${name}}`;

test('reads the four variables of the official SDK', () => {
  const keys = readNamedKeys(
    {
      OPENAI_ADMIN_KEY: adminKey,
      OPENAI_API_KEY: ` ${projectKey}\n`,
      OPENAI_ORG_ID: 'org-1',
      OPENAI_PROJECT_ID: 'proj_1',
    },
    'environment',
  );
  expect(keys).toMatchObject({ organization: 'org-1', projectId: 'proj_1' });
  expect(keys.admin && 'secret' in keys.admin && keys.admin.secret.use((value) => value)).toBe(adminKey);
  expect(keys.project && 'secret' in keys.project && keys.project.secret.use((value) => value)).toBe(
    projectKey,
  );
});

test.each(['', '  \n', unexpanded('user_config.admin_key'), unexpanded('input:key'), undefined])(
  '%j counts as unset',
  (value) => {
    const variables = {
      OPENAI_ADMIN_KEY: value,
      OPENAI_API_KEY: value,
      OPENAI_ORG_ID: value,
      OPENAI_PROJECT_ID: value,
    };
    expect(readNamedKeys(variables, 'environment')).toEqual({});
  },
);

test('a key of the wrong class is refused with where it belongs', () => {
  const keys = readNamedKeys({ OPENAI_ADMIN_KEY: projectKey, OPENAI_API_KEY: adminKey }, 'environment');
  expect(keys.admin).toMatchObject({ refused: { kind: 'wrong_key_class' } });
  expect(keys.project).toMatchObject({ refused: { kind: 'wrong_key_class' } });
  const text = [keys.admin, keys.project].map((key) => key && 'refused' in key && key.refused.message).join();
  expect(text).toContain('OPENAI_ADMIN_KEY (environment) holds a project key');
  expect(text).toContain('OPENAI_API_KEY (environment) holds an admin key');
  expect(text).toContain('Admin keys go into OPENAI_ADMIN_KEY, project keys into OPENAI_API_KEY');
});

test('an id that cannot be a header line stops before any request', () => {
  expect(() => readNamedKeys({ OPENAI_ORG_ID: 'org\r\nX-Evil: 1' }, 'environment')).toThrow(
    'OPENAI_ORG_ID (environment) cannot be an id',
  );
});
