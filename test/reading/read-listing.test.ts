/** A listing read to its end is kept within bounds, however large its items are. */
import { expect, test } from 'vitest';
import { readListing } from '../../src/reading/read-listing.ts';
import { toolNamed } from '../catalogue/catalogue.ts';

const PAGES = 40;

/** Pages of one user each, of about a megabyte. */
async function readUsers(members?: readonly string[]) {
  let sent = 0;
  const listing = await readListing(
    toolNamed('list_users'),
    {},
    200,
    async () => {
      sent += 1;
      const id = `user_${sent}`;
      const row = { id, name: 'Bo', role: null, projects: { data: ['x'.repeat(1_000_000)] } };
      return { status: 200, body: { object: 'list', data: [row], has_more: sent < PAGES, last_id: id } };
    },
    new AbortController().signal,
    members,
  );
  return { ...listing, sent };
}

test('with all of each item it ends at some megabytes, and is not called complete', async () => {
  const { items, complete, sent } = await readUsers();
  expect(complete).toBe(false);
  expect(items).toHaveLength(sent);
  expect(sent).toBeLessThan(20);
  expect(items[0]).toMatchObject({ id: 'user_1', name: 'Bo', projects: {} });
});

test('with a few members of each item it is read to its end, and the others are not kept', async () => {
  const { items, complete } = await readUsers(['id', 'role', 'email']);
  expect(complete).toBe(true);
  expect(items).toHaveLength(PAGES);
  expect(items[1]).toEqual({ id: 'user_2', role: null });
});
