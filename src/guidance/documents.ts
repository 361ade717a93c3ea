/** The pages of the package that clients can read, and the addresses of what is made of the catalogue. A fixed list: no address becomes a path. */

const SCHEME = 'openai-admin-mcp://';

export const TOOLS_URI = `${SCHEME}tools`;
export const TOOLS_TEMPLATE = `${TOOLS_URI}/{family}`;

export function familyUri(family: string): string {
  return `${TOOLS_URI}/${family}`;
}

export type Document = { uri: string; path: string; title: string; description: string };

/** Those that help whoever uses the server; how it is made is for its repository. */
export const DOCUMENTS: readonly Document[] = [
  page(
    'reports',
    'Reports',
    'Questions that one call answers, what holds for their numbers, answers as files.',
  ),
  page(
    'jobs',
    'Jobs',
    'Whole changes with one approval: what holds for them, templates, going on after a failure.',
  ),
  page('shell', 'In a terminal', 'Reports, tools and changes in a terminal and in scripts.'),
  page(
    'prompts',
    'Prompts, resources and completions',
    'The plans that a client can start, and what else it offers.',
  ),
  page(
    'filters',
    'Filters',
    'Which tools are listed and how that is chosen; tags, discovery, tools of your own.',
  ),
  page('answers', 'Answers', 'How answers look: tables, totals, cursors, errors.'),
  page('approval', 'Approval', 'Which writes wait for a person, how they are asked, dry runs.'),
  page('policy', 'Policy', 'Keeping the server to projects, rules in files, the policy of a machine.'),
  page('secrets', 'Secrets', 'Where new keys go, and how to get at them.'),
  page('audit', 'Audit trail', 'What is put on record, and how to read and verify it.'),
  page('credentials', 'Credentials', 'Where keys come from: keychain, key file, environment, profiles.'),
  page('options', 'Options', 'Every option and command.'),
  page('clients', 'Clients', 'How each client is set up.'),
  page('sandbox', 'Sandbox', 'The make-believe organization, and how to provoke faults.'),
  page('troubleshooting', 'Troubleshooting', 'What you see, what it means, what to do.'),
  {
    uri: `${SCHEME}docs/security`,
    path: 'SECURITY.md',
    title: 'Security',
    description: 'What is defended, how, and what is not.',
  },
];

function page(name: string, title: string, description: string): Document {
  return { uri: `${SCHEME}docs/${name}`, path: `docs/${name}.md`, title, description };
}
