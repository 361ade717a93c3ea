/** The machine and the user, as every part of the program that needs them is told. */

export type Environment = Readonly<Record<string, string | undefined>>;

export type Host = {
  environment: Environment;
  platform: NodeJS.Platform;
  /** Absolute. */
  homeDirectory: string;
  /** The user's id on POSIX; undefined where files carry no owner and mode. */
  uid: number | undefined;
  /** Whose policy every server and command keeps to, and where it lies; the system's own when absent, as in every real process. */
  administrator?: { folder: string; uid: number };
};
