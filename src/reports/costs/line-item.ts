/**
 * What a line item of the costs says of its model. Nothing documents how it is written; this is how live accounts get it
 * (captures in public code, 2026): `priority | gpt-5.6-sol, output, long context`.
 */

/** How a request was served, before a bar; only in front of a model. */
const SERVICE = /^(?:priority|flex|batch|evals|scale)\s*\|\s*/i;
/** What was counted, behind the model. */
const MEASURE = /^(.+?)(?: (?:text|image|audio))?, (?:cached input|cache writes|input|output)(?:, .+)?$/i;

/** The model of a line item; undefined for what is none, such as `web search tool calls`. */
export function modelOf(lineItem: string): string | undefined {
  const served = lineItem.replace(SERVICE, '');
  const model = MEASURE.exec(served)?.[1]?.trim();
  // A model's name is one word: `Text tokens, input` has none.
  return model === undefined || /[\s|]/.test(model) ? undefined : model;
}
