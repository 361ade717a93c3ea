/** Which key is meant: its class, and for a project's key the project. */

/** An admin key administers the organization; a project key works inside one project and nowhere else. */
export type KeyClass = 'admin' | 'project';

/** The admin key, the default project key, or one project's key. */
export type KeyPlace = { class: 'admin' } | { class: 'project'; projectId?: string | undefined };
