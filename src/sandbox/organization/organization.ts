/** The state of the sandbox organization: what exists in it right now, in the API's own field names. */
import type { Topic } from '../data/documents.ts';
import type { Random } from '../data/random.ts';
import type { Shape } from '../traffic/shape.ts';
import type { Stream } from '../traffic/stream.ts';
import type { Access, AdminApiKey } from './access.ts';
import type { User } from './user.ts';

/** All times in this folder are Unix seconds. */
export type ProjectMember = { user_id: string; role: 'owner' | 'member'; added_at: number };

export type ServiceAccount = {
  id: string;
  name: string;
  role: 'owner' | 'member' | 'none';
  created_at: number;
};

/** The owner is kept as it was when the key was made, because a key outlives its owner's membership. */
export type KeyOwner =
  | { type: 'user'; id: string; name: string; email: string; created_at: number }
  | { type: 'service_account'; id: string };

export type ProjectApiKey = {
  id: string;
  name: string;
  redacted_value: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
  /** Empty: every permission. */
  scopes: string[];
  owner: KeyOwner;
};

/** Fields that make no sense for a model are absent, as in the API. */
export type RateLimit = {
  id: string;
  object: 'project.rate_limit';
  model: string;
  max_requests_per_1_minute: number;
  max_tokens_per_1_minute: number;
  max_images_per_1_minute?: number;
  max_audio_megabytes_per_1_minute?: number;
  max_requests_per_1_day?: number;
  batch_1_day_max_input_tokens?: number;
};

/** A file that was uploaded to a project or made by it; vector stores, batches and fine-tuning refer to it. */
export type ProjectFile = {
  id: string;
  filename: string;
  purpose: 'assistants' | 'batch' | 'batch_output' | 'fine-tune' | 'fine-tune-results';
  topic: Topic;
  bytes: number;
  created_at: number;
  expires_at?: number;
};

export type Attributes = Record<string, string | number | boolean>;

export type ChunkingStrategy =
  | { type: 'static'; static: { max_chunk_size_tokens: number; chunk_overlap_tokens: number } }
  | { type: 'other' };

type FileStatus = 'in_progress' | 'completed' | 'cancelled' | 'failed';

export type VectorStoreFile = {
  id: string;
  created_at: number;
  status: FileStatus;
  last_error: { code: 'server_error' | 'unsupported_file' | 'invalid_file'; message: string } | null;
  attributes: Attributes | null;
  chunking_strategy: ChunkingStrategy;
};

export type FileBatch = { id: string; created_at: number; file_ids: string[]; cancelled: boolean };

export type VectorStore = {
  id: string;
  name: string;
  created_at: number;
  last_active_at: number;
  metadata: Record<string, string> | null;
  expires_after: { anchor: 'last_active_at'; days: number } | null;
  files: Map<string, VectorStoreFile>;
  batches: Map<string, FileBatch>;
};

export type Project = {
  id: string;
  name: string;
  created_at: number;
  archived_at: number | null;
  is_default: boolean;
  residency: string;
  external_key_id: string | null;
  members: Map<string, ProjectMember>;
  serviceAccounts: Map<string, ServiceAccount>;
  apiKeys: Map<string, ProjectApiKey>;
  rateLimits: Map<string, RateLimit>;
  files: Map<string, ProjectFile>;
  vectorStores: Map<string, VectorStore>;
};

export type AuditActor =
  | { type: 'session'; session: { user: { id: string; email: string }; ip_address: string } }
  | {
      type: 'api_key';
      api_key:
        | { id: string; type: 'user'; user: { id: string; email: string } }
        | { id: string; type: 'service_account'; service_account: { id: string } };
    };

export type AuditEntry = {
  id: string;
  type: string;
  effective_at: number;
  project: { id: string; name: string } | null;
  actor: AuditActor;
  /** Goes out under a key named as the type. */
  payload: { id?: string; [field: string]: unknown };
};

export type Organization = {
  readonly id: string;
  /** Unix seconds. */
  readonly now: () => number;
  /** Decides what is seeded when it is first asked for. */
  readonly seed: number;
  /** Unix seconds; the seeded history ends here. */
  readonly startedAt: number;
  /** The names that the seeded projects had at the start, by id. */
  readonly seededNames: ReadonlyMap<string, string>;
  /** Makes the ids and the keys of what is created while it runs. */
  readonly random: Random;
  readonly users: Map<string, User>;
  readonly projects: Map<string, Project>;
  /** Oldest first. */
  readonly auditLog: AuditEntry[];
  /** The admin key of the last request that came with one; at the start the sandbox's own. What is recorded names it. */
  adminKey: AdminApiKey;
  /** Who may do what. */
  readonly access: Access;
  readonly projectKeysByValue: Map<string, { project: Project; key: ProjectApiKey }>;
  /** Of costs and usage. */
  readonly shape: Shape;
  /** When a deleted key stopped carrying traffic, by key id. */
  readonly deletedKeys: Map<string, number>;
  /** What the seeded projects consume; costs and usage are computed from it on request. */
  readonly streams: readonly Stream[];
};
