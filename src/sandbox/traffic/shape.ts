/**
 * How costs and usage look: as OpenAI's document has them, or as live accounts were seen to get them (captures in public
 * code, 2026: other line items, amounts as text, labels that come and go, an empty today).
 */

export type Shape = 'documented' | 'live';

/** By shape. */
export type Shaped<Value> = Readonly<Record<Shape, Value>>;
