/** Looking up the commands that `--audit-to` names. */
import type { LineReceiver } from '../audit/audit-trail.ts';
import { findCommand } from '../configuration/configured-commands.ts';
import type { Host } from '../host/host.ts';
import { auditCommand } from '../sinks/audit-command.ts';

/**
 * For the start: the configuration file is read now, and not again.
 * @throws SettingsError, or SpecError for mistakes in the configuration file
 */
export function auditReceivers(names: readonly string[], host: Host): LineReceiver[] {
  return names.map((name) =>
    auditCommand(name, findCommand('audit_commands', name, '--audit-to', host), host),
  );
}
