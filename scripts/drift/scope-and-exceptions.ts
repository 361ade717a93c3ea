/** What the drift check lets pass, each with the reason; whatever stands here was looked at by a person. */
import type { Problem } from './finding.ts';

/** One difference that is meant to be. `at` is the parameter's dotted name in the API. */
type Exception = { operation: string; problem: Problem; at?: string; reason: string };

/** Which resources of the SDK's client this server is about, and what differs on purpose. */
export type DriftRules = {
  inScope: readonly string[];
  outOfScope: Readonly<Record<string, string>>;
  exceptions: readonly Exception[];
};

const INFERENCE = 'runs models, which is no administration';
const FOR_APPLICATIONS = 'applications build on them, nobody administers them';
const UPLOAD = 'uploads a file, and a tool call carries none';
const BINARY = 'answers with the bytes of a file, which are nothing for a model to read';
const STARTS_WORK = 'starts work of models and not their administration';
const LOCAL = 'a convenience of the SDK made of other operations';

const without = (reason: string, ...operations: string[]): Exception[] =>
  operations.map((operation) => ({ operation, problem: 'operation', reason }));

const NULL_SAYS_NOTHING =
  'there always is one, and OpenAI says nowhere what null does to it; leaving it out keeps it';

const takingNoNull = (reason: string, operation: string, ...places: string[]): Exception[] =>
  places.map((at) => ({ operation, problem: 'clearable', at, reason }));

const SHOWN_WHILE_SENT = 'an answer shows what comes, and nothing here relies on it';

const deprecatedInAnswers = (operations: string[], ...places: string[]): Exception[] =>
  operations.flatMap((operation) =>
    places.map((at) => ({ operation, problem: 'deprecated' as const, at, reason: SHOWN_WHILE_SENT })),
  );

export const DRIFT_RULES: DriftRules = {
  inScope: [
    'admin',
    'vectorStores',
    'files',
    'batches',
    'models',
    'fineTuning',
    'containers',
    'webhooks',
    'chat',
  ],
  outOfScope: {
    audio: INFERENCE,
    'beta.agents': FOR_APPLICATIONS,
    'beta.assistants': FOR_APPLICATIONS,
    'beta.chatkit': FOR_APPLICATIONS,
    'beta.realtime': INFERENCE,
    'beta.responses': INFERENCE,
    'beta.threads': FOR_APPLICATIONS,
    completions: INFERENCE,
    contentProvenanceChecks: INFERENCE,
    conversations: INFERENCE,
    decisions: INFERENCE,
    embeddings: INFERENCE,
    evals: 'a tool of developers with its own dashboard',
    graders: 'types only, no operation',
    images: INFERENCE,
    live: INFERENCE,
    moderations: INFERENCE,
    realtime: INFERENCE,
    responses: INFERENCE,
    safety: 'shows one case of a safety review, for the application that it is about',
    skills: FOR_APPLICATIONS,
    uploads: UPLOAD,
    videos: INFERENCE,
  },
  exceptions: [
    ...without(INFERENCE, 'chat.completions.create'),
    ...without(UPLOAD, 'files.create', 'containers.files.create'),
    ...without(BINARY, 'files.content', 'containers.files.content.retrieve'),
    ...without(
      STARTS_WORK,
      'batches.create',
      'containers.create',
      'fineTuning.jobs.create',
      'fineTuning.alpha.graders.run',
      'fineTuning.alpha.graders.validate',
    ),
    ...without(
      LOCAL,
      'chat.completions.parse',
      'chat.completions.runTools',
      'chat.completions.stream',
      'files.waitForProcessing',
      'vectorStores.files.createAndPoll',
      'vectorStores.files.poll',
      'vectorStores.files.upload',
      'vectorStores.files.uploadAndPoll',
      'vectorStores.fileBatches.createAndPoll',
      'vectorStores.fileBatches.poll',
      'vectorStores.fileBatches.uploadAndPoll',
    ),
    ...without('checks a signature and sends nothing', 'webhooks.unwrap', 'webhooks.verifySignature'),
    ...deprecatedInAnswers(
      ['chat.completions.retrieve', 'chat.completions.update', 'chat.completions.list'],
      'choices.message.function_call',
      'system_fingerprint',
    ),
    ...deprecatedInAnswers(['chat.completions.messages.list'], 'function_call'),
    ...deprecatedInAnswers(['files.retrieve', 'files.list'], 'status', 'status_details'),
    ...takingNoNull(NULL_SAYS_NOTHING, 'admin.organization.users.update', 'role'),
    ...takingNoNull(NULL_SAYS_NOTHING, 'admin.organization.projects.users.update', 'role'),
    ...takingNoNull(NULL_SAYS_NOTHING, 'admin.organization.roles.update', 'permissions', 'role_name'),
    ...takingNoNull(
      NULL_SAYS_NOTHING,
      'admin.organization.projects.roles.update',
      'permissions',
      'role_name',
    ),
    ...takingNoNull(NULL_SAYS_NOTHING, 'admin.organization.projects.update', 'geography', 'name'),
    ...takingNoNull(
      NULL_SAYS_NOTHING,
      'admin.organization.projects.hostedToolPermissions.update',
      'code_interpreter',
      'file_search',
      'image_generation',
      'mcp',
      'web_search',
    ),
    {
      operation: 'admin.organization.projects.users.update',
      problem: 'required',
      at: 'role',
      reason: 'the role is all that can be changed, so a call without it would do nothing',
    },
  ],
};
