/** What a call says of a project's guards, and where it says nothing what another project has; pure. */
import { ArgumentError } from '../../tools/argument-error.ts';
import { recipientsOf } from '../spend-limits/spending.ts';
import type { PresentGuards, WantedGuards } from './guards.ts';

const HOSTED_TOOLS = ['file_search', 'web_search', 'image_generation', 'mcp', 'code_interpreter'];

/** @throws ArgumentError for alerts that nobody would get */
export function wantedGuards(values: Record<string, unknown>, like: PresentGuards | undefined): WantedGuards {
  const list = (value: unknown) => (Array.isArray(value) ? value : undefined);
  const models = list(values.allowed_models)?.map(String);
  const tools = list(values.hosted_tools)?.map(String);
  return {
    limit: typeof values.spend_limit_usd === 'number' ? values.spend_limit_usd : like?.limit?.cents,
    alerts: wantedAlerts(list(values.alerts_usd)?.map(Number), list(values.alert_emails)?.map(String), like),
    models: models === undefined ? like?.models : { mode: 'allow_list', ids: models },
    hostedTools:
      tools === undefined
        ? (like?.hostedTools ?? {})
        : Object.fromEntries(HOSTED_TOOLS.map((name) => [name, tools.includes(name)])),
  };
}

/** Another project's alerts go to whom they go there, each. */
function wantedAlerts(
  amounts: readonly number[] | undefined,
  emails: string[] | undefined,
  like: PresentGuards | undefined,
): WantedGuards['alerts'] {
  const taken = like?.alerts ?? [];
  const alerts =
    amounts?.map((cents) => ({ cents, recipients: emails ?? recipientsOf(taken) })) ??
    taken.map(({ cents, recipients }) => ({ cents, recipients: emails ?? recipients }));
  if (alerts.every(({ recipients }) => recipients.length > 0)) return alerts;
  throw new ArgumentError(['alert_emails: say who is told of the alerts.']);
}
