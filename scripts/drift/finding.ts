/** What the drift check says: one line for each difference, with what to change and where. */

/** What kind of difference it is; an exception names it. */
export type Problem =
  | 'operation' // in scope, but no tool makes its request
  | 'tool' // a tool for a request that the SDK does not make
  | 'missing' // a parameter
  | 'extra'
  | 'type'
  | 'enum'
  | 'required'
  | 'clearable'
  | 'deprecated'
  | 'secret' // in an answer, shown once
  | 'time' // in an answer
  | 'key'
  | 'beta'
  | 'pagination'
  | 'scope'; // a part of the SDK about which nobody has decided

export type Finding = {
  problem: Problem;
  /** The SDK's method, or the tool's name for a tool without one. */
  operation: string;
  /** Dotted place of the parameter by its names in the API; empty for the operation as a whole. */
  at: string;
  text: string;
  /** Said, but no failure. */
  note?: true;
};
