/** The people of the fictitious company Halden Works: who they are and since when they belong to it. */
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import type { Random } from './random.ts';

const NAMES = [
  'Ingrid Solberg',
  'Marcus Oyelaran',
  'Priya Raman',
  'Tomás Herrera',
  'Hannah Vogel',
  'Daniel Okafor',
  'Mei-Lin Chou',
  'Ruben Castellanos',
  'Aisha Rahmani',
  'Lukas Brandt',
  'Nora Lindqvist',
  'Ethan Caldwell',
  'Sofia Marchetti',
  'Yusuf Demir',
  'Clara Beaumont',
  'Owen Gallagher',
  'Zoë van Dijk',
  'Rajesh Iyer',
  'Elena Petrova',
  'Samuel Adeyemi',
  'Freya Nilsen',
  'Hugo Lefèvre',
  'Amara Nwosu',
  'Jonas Keller',
  'Isabel Fonseca',
  'Kenji Watanabe',
  'Maya Goldberg',
  'Piotr Zieliński',
  'Leila Haddad',
  'Finn Sørensen',
  'Grace Mbeki',
  'Victor Almeida',
  'Anna Kowalczyk',
  'Noah Whitfield',
  'Camille Rousseau',
  'Dmitri Volkov',
  'Beatriz Navarro',
  'Oskar Hellström',
  'Tara McAllister',
  'Wei Zhang',
];

const PERSONAS = ['backend', 'data_science', 'product', 'platform', null];

/** 40 users, four of them owners; the first is the one who made the admin key. */
export function createUsers(random: Random, startedAt: number): User[] {
  return NAMES.map((name, index) => {
    const added_at =
      startedAt - random.integer(index < 4 ? 600 : 20, index < 4 ? 760 : 590) * DAY - random.integer(0, DAY);
    return {
      id: `user-${random.characters(24)}`,
      name,
      email: emailOf(name),
      role: index < 4 ? 'owner' : 'reader',
      added_at,
      created: added_at,
      api_key_last_used_at: random.fraction() < 0.6 ? startedAt - random.integer(60, 40 * DAY) : null,
      technical_level: random.pick(['beginner', 'intermediate', 'advanced', null]),
      developer_persona: random.pick(PERSONAS),
    };
  });
}

/** Someone who left the company: no user of the organization, but still the owner of old keys. */
export function formerUser(name: string, random: Random, createdAt: number) {
  return { id: `user-${random.characters(24)}`, name, email: emailOf(name), created_at: createdAt };
}

/** The domain is reserved for examples and can never receive mail. */
function emailOf(name: string): string {
  return `${asciiSlug(name).replaceAll('-', '.')}@halden-works.example`;
}

/** Lower-case letters, digits and hyphens, with accents taken off. */
export function asciiSlug(text: string): string {
  const plain = text.replaceAll('ø', 'o').replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '');
  return plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
