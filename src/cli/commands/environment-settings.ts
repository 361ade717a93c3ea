/** What the environment sets, for commands that take no options of serving. */
import { readSettings, type Settings } from '../../settings/settings.ts';
import type { ProcessContext } from '../process-context.ts';

/** @throws SettingsError for a mistake in the environment */
export function environmentSettings({ host, now }: ProcessContext): Settings {
  return readSettings({ flags: {}, environment: host.environment, nowMilliseconds: now() });
}
