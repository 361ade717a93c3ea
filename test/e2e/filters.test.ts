/** The proof that the filters of a command line and of an environment reach the built program; test/policy/exposure.test.ts has them all. */
import { describe, it } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { asArguments, asEnvironment, checkExposure, FILTERS_TOGETHER } from '../policy/exposure-cases.ts';
import { startServer } from './start-server.ts';

describe('what is not listed sends nothing', () => {
  it.each(FILTERS_TOGETHER)('by flags: %s', (_, given, shows) =>
    checkExposure((inputs) => startServer({ ...inputs, args: asArguments(given) }), shows),
  );

  it.each(FILTERS_TOGETHER)('by environment: %s', (_, given, shows) =>
    checkExposure(
      ({ upstream, environment }) =>
        startServer({ upstream, environment: { ...environment, ...asEnvironment(given) } }),
      shows,
    ),
  );

  it('by both, where a tool has to pass each', () => {
    const narrow = asEnvironment({ 'read-only': 'true', 'exclude-tools': 'list_users' });
    const args = asArguments({ tags: 'all', tools: '*_user*' });
    return checkExposure(
      ({ upstream, environment }) =>
        startServer({ upstream, args, environment: { ...environment, ...narrow } }),
      (tool) => isRead(tool) && tool.name !== 'list_users',
    );
  });
});
