/** The vector stores of the seeded organization and the uploaded files that they refer to. */
import type { Project, ProjectFile, VectorStore, VectorStoreFile } from '../organization/organization.ts';
import { DAY } from '../seconds.ts';
import type { Topic } from './documents.ts';
import type { Random } from './random.ts';

type StoreProfile = {
  project: string;
  name: string;
  topic: Topic;
  files: string[];
  failed?: number;
  expiresAfterDays?: number;
};

/** So many files of every store were uploaded but not put into it yet. */
const SPARE_FILES = 3;

/** 15 stores; three of them hold files that failed, and one has expired. */
const PROFILES: readonly StoreProfile[] = [
  store('Customer-Support-Bot', 'Help Center Articles', 'support', 'help-article', 9),
  { ...store('Customer-Support-Bot', 'Product Manuals', 'product', 'manual', 8), failed: 2 },
  store('Customer-Support-Bot', 'Refund and Shipping Policies', 'support', 'policy', 4),
  store('Customer-Support-Bot', 'Known Issues', 'product', 'known-issue', 6),
  {
    ...store('Customer-Support-Bot', 'Ticket Archive (trial)', 'support', 'tickets', 3),
    expiresAfterDays: 30,
  },
  { ...store('Data-Science', 'Research Papers', 'science', 'paper', 12), failed: 1 },
  store('Data-Science', 'Experiment Reports', 'science', 'experiment', 7),
  store('Data-Science', 'Feature Definitions', 'engineering', 'feature', 5),
  { ...store('Legal-Contract-Review', 'Master Agreements', 'legal', 'agreement', 10), failed: 3 },
  store('Legal-Contract-Review', 'NDA Templates', 'legal', 'nda', 4),
  store('Legal-Contract-Review', 'Data Processing Addenda', 'legal', 'addendum', 5),
  store('Übersetzung-Beta', 'Glossar Deutsch-Englisch', 'translation', 'glossar', 3),
  store('Übersetzung-Beta', 'Style Guides', 'translation', 'style-guide', 4),
  store('Marketing-Gen', 'Brand Guidelines', 'marketing', 'brand', 5),
  store('Internal-Tools', 'Engineering Handbook', 'engineering', 'handbook', 8),
];

export function addVectorStores(project: Project, random: Random, startedAt: number): void {
  if (project.archived_at !== null) return;
  for (const profile of PROFILES.filter((candidate) => candidate.project === project.name)) {
    const store = createStore(project, profile, random, startedAt);
    project.vectorStores.set(store.id, store);
  }
}

function createStore(
  project: Project,
  profile: StoreProfile,
  random: Random,
  startedAt: number,
): VectorStore {
  const age = startedAt - project.created_at;
  const created_at = startedAt - random.integer(Math.floor(age * 0.3), Math.floor(age * 0.9));
  const { expiresAfterDays } = profile;
  const idleDays = expiresAfterDays === undefined ? 0 : expiresAfterDays + 4;
  const store: VectorStore = {
    id: `vs_${random.characters(24)}`,
    name: profile.name,
    created_at,
    last_active_at: Math.max(created_at, startedAt - idleDays * DAY - random.integer(0, DAY)),
    metadata: { team: profile.topic, managed_by: 'terraform' },
    expires_after:
      expiresAfterDays === undefined ? null : { anchor: 'last_active_at', days: expiresAfterDays },
    files: new Map(),
    batches: new Map(),
  };
  for (const [index, filename] of profile.files.entries()) {
    const uploaded = upload(project, filename, profile.topic, random, created_at);
    if (index >= profile.files.length - SPARE_FILES) continue;
    const file = attach(uploaded, created_at + 60 + index, index < (profile.failed ?? 0), random);
    store.files.set(file.id, file);
  }
  return store;
}

function upload(
  project: Project,
  filename: string,
  topic: Topic,
  random: Random,
  createdAt: number,
): ProjectFile {
  const file: ProjectFile = {
    id: `file-${random.characters(22)}`,
    filename,
    purpose: 'assistants',
    topic,
    bytes: random.integer(40_000, 28_000_000),
    created_at: createdAt - random.integer(60, 5 * DAY),
  };
  project.files.set(file.id, file);
  return file;
}

const FAILURES = [
  { code: 'unsupported_file', message: 'The file type is not supported.' },
  { code: 'invalid_file', message: 'The file could not be parsed because it is not valid.' },
  { code: 'server_error', message: 'An internal error occurred.' },
] as const;

function attach(uploaded: ProjectFile, createdAt: number, failed: boolean, random: Random): VectorStoreFile {
  return {
    id: uploaded.id,
    created_at: createdAt,
    status: failed ? 'failed' : 'completed',
    last_error: failed ? random.pick(FAILURES) : null,
    attributes: {
      topic: uploaded.topic,
      year: random.integer(2023, 2026),
      reviewed: random.fraction() < 0.7,
    },
    chunking_strategy: { type: 'static', static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 } },
  };
}

function store(project: string, name: string, topic: Topic, stem: string, count: number): StoreProfile {
  const numbers = Array.from({ length: count + SPARE_FILES }, (_, index) =>
    String(index + 1).padStart(2, '0'),
  );
  return { project, name, topic, files: numbers.map((number) => `${stem}-${number}.pdf`) };
}
