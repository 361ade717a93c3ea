/** The arguments of a write as the audit trail shows them: in the units that the caller wrote, dollars in dollars. */
import type { PreparedWrite } from '../calls/prepared-write.ts';
import { isRecord } from '../model/record.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';

/** `clear` names what is emptied. Pure. */
export function recordedArguments({ tool, checked }: PreparedWrite): Record<string, unknown> {
  const values = Object.entries(checked.values).map(([name, value]) => [
    name,
    asWritten(tool.params[name], value),
  ]);
  return {
    ...Object.fromEntries(values),
    ...(checked.clear.length > 0 && { clear: checked.clear }),
  };
}

/** Checked amounts are whole cents. */
function asWritten(spec: ValueSpec | undefined, value: unknown): unknown {
  if (spec?.type === 'usd' && typeof value === 'number') return value / 100;
  if (Array.isArray(value)) return value.map((item) => asWritten(spec?.items, item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, asWritten(spec?.properties?.[name], member)]),
  );
}
