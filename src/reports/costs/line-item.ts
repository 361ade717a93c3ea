/**
 * What a line item of the costs says of its model. Nothing documents how it is written: live accounts get
 * `priority | gpt-5.6-sol text, output, long context` (captures in public code, 2026), OpenAI's document has
 * `gpt-6-astra, input_tokens`.
 */

/** How a request was served, before a bar; only in front of a model. */
const SERVICE = /^(?:priority|flex|batch|evals|scale)\s*\|\s*/i;
/** In front of the first comma; behind it stands what was counted. */
const MODEL = /^(.+?)(?: (?:text|image|audio))?, /i;

/** The model of a line item; undefined for what is none, such as `web search tool calls`. */
export function modelOf(lineItem: string): string | undefined {
  const served = lineItem.replace(SERVICE, '');
  const model = MODEL.exec(served)?.[1]?.trim();
  // A model's name is one word: `Text tokens, input` has none.
  return model === undefined || /[\s|]/.test(model) ? undefined : model;
}
