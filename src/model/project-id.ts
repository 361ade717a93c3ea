/** What the ID of a project looks like, as OpenAI makes them: proj_abc123. */

export const PROJECT_ID = /^proj_[A-Za-z0-9_-]{1,64}$/;
