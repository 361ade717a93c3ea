/** The end of access as whoever refuses for it sees it: whether it has come, and what to tell then. */

/** Asked anew each time. */
export type AccessEnd = {
  isOver(): boolean;
  /** When access ended, by which setting, and how a person gives new access. */
  reason: string;
};
