/** A member of the sandbox organization. */
export type User = {
  id: string;
  name: string;
  email: string;
  role: 'owner' | 'reader';
  added_at: number;
  created: number;
  api_key_last_used_at: number | null;
  technical_level: string | null;
  developer_persona: string | null;
};
