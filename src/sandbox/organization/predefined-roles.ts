/** The roles that every organization and every project has, whoever made it. */

type Predefined = { name: string; description: string; permissions: string[] };

export const PREDEFINED_ORGANIZATION_ROLES: readonly Predefined[] = [
  {
    name: 'owner',
    description: 'Can change everything in the organization and in every project',
    permissions: [
      'api.management.read',
      'api.management.write',
      'api.groups.read',
      'api.groups.write',
      'api.roles.read',
      'api.roles.write',
      'api.organization.projects.api_keys.read',
      'api.organization.projects.api_keys.write',
    ],
  },
  {
    name: 'reader',
    description: 'Can use the projects that they belong to',
    permissions: ['api.organization.read'],
  },
];

export const PREDEFINED_PROJECT_ROLES: readonly Predefined[] = [
  {
    name: 'owner',
    description: 'Can change everything in the project',
    permissions: [
      'api.model.request',
      'api.organization.projects.api_keys.read',
      'api.organization.projects.api_keys.write',
      'api.organization.projects.users.read',
      'api.organization.projects.users.write',
    ],
  },
  {
    name: 'member',
    description: 'Can use the project and make keys of their own',
    permissions: ['api.model.request', 'api.organization.projects.api_keys.read'],
  },
];
