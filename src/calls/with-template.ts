/** The arguments that a call takes from a template: checked as if the call had them, each mistake with its place. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { SpecDocument } from '../specs/spec-document.ts';
import { SpecError } from '../specs/spec-error.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import { checkArguments } from '../tools/check-arguments.ts';

/** What every project has of its own, and what would lead on to further settings. */
const OF_THE_CALL = ['name', 'like', 'like_people', 'template'];

/**
 * What the call says counts before what the template says.
 * @throws ArgumentError
 */
export async function withTemplate(
  tool: ToolSpec,
  values: Record<string, unknown>,
  read: ((name: string) => Promise<SpecDocument>) | undefined,
  nowMilliseconds: number,
): Promise<Record<string, unknown>> {
  if (typeof values.template !== 'string' || read === undefined) return values;
  return { ...templateInputs(tool, await read(values.template), nowMilliseconds), ...values };
}

/** @throws ArgumentError with file, line and column of each mistake */
function templateInputs(
  tool: ToolSpec,
  { data, mistakeAt }: SpecDocument,
  nowMilliseconds: number,
): Record<string, unknown> {
  // An empty file, or one with comments alone.
  if (data === null || data === undefined) return {};
  const params = Object.fromEntries(
    Object.entries(tool.params).filter(([name]) => !OF_THE_CALL.includes(name)),
  );
  try {
    if (!isRecord(data)) throw new ArgumentError(['Write keys with values.']);
    return checkArguments({ ...tool, params }, data, nowMilliseconds).values;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const told = new SpecError(error.problems.map((problem) => mistakeAt(placeIn(problem), problem)));
    throw new ArgumentError(told.message.split('\n'));
  }
}

/** Of `members[0].role: ...`: members, 0, role. */
function placeIn(problem: string): (string | number)[] {
  const [label = ''] = /^"?\w+"?(?:\.\w+|\[\d+\])*(?=: )/.exec(problem) ?? [];
  return (label.match(/\w+/g) ?? []).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
