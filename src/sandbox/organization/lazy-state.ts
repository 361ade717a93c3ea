/** State that is seeded when it is first asked for, so that a start does not wait for what nobody reads. */
import type { Organization, Project } from './organization.ts';

/** Gives a reader of the state that one family keeps for the whole organization. */
export function stateOfOrganization<State>(
  seed: (organization: Organization) => State,
): (organization: Organization) => State {
  const states = new WeakMap<Organization, State>();
  return (organization) => stateOf(states, organization, () => seed(organization));
}

/**
 * Gives a reader of the state that one family keeps for each project. `seededName` is the name that the
 * project had at the start, and `null` for a project that was created while the sandbox runs.
 */
export function stateOfProject<State>(
  seed: (project: Project, seededName: string | null, organization: Organization) => State,
): (organization: Organization, project: Project) => State {
  const states = new WeakMap<Project, State>();
  return (organization, project) =>
    stateOf(states, project, () =>
      seed(project, organization.seededNames.get(project.id) ?? null, organization),
    );
}

function stateOf<Owner extends object, State>(
  states: WeakMap<Owner, State>,
  owner: Owner,
  seed: () => State,
): State {
  let state = states.get(owner);
  if (state === undefined) {
    state = seed();
    states.set(owner, state);
  }
  return state;
}
