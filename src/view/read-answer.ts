/** From the result of a tool to what can be drawn, or to what has to be said in its place. */
import { isRecord } from '../model/record.ts';
import { readCosts } from './read-costs.ts';
import { readUsage } from './read-usage.ts';
import type { Report } from './report.ts';

/** `told` is shown as it is, under a heading that says what it is. */
export type Answer = { report: Report } | { heading: string; told: string; isError: boolean };

const OTHER_FORM = 'This answer is not drawn. It says:';

/** Nothing of another form is taken for a report, and nothing that is missing for zero. */
export function readAnswer(result: unknown): Answer {
  const text = textIn(result);
  if (text === undefined) {
    return {
      heading: 'This answer has no text',
      told: 'Ask the assistant to call the tool again.',
      isError: true,
    };
  }
  const isError = isRecord(result) && result.isError === true;
  const json = parsed(text);
  if (isRecord(json) && isRecord(json.error)) {
    const { message } = json.error;
    return {
      heading: 'The report could not be made',
      told: typeof message === 'string' ? message : text,
      isError: true,
    };
  }
  if (isError) return { heading: 'The report could not be made', told: text, isError };
  const report = isRecord(json) ? (readCosts(json) ?? readUsage(json)) : undefined;
  return report === undefined ? { heading: OTHER_FORM, told: text, isError: false } : { report };
}

function textIn(result: unknown): string | undefined {
  if (!isRecord(result) || !Array.isArray(result.content)) return undefined;
  const texts = result.content.flatMap((block: unknown) =>
    isRecord(block) && block.type === 'text' && typeof block.text === 'string' ? [block.text] : [],
  );
  return texts[0];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Then it is shown as text.
    return undefined;
  }
}
