import { describe, expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { RISKS } from '../../src/specs/methods-and-risks.ts';
import { catalogue, everyTool, listed, operations, toolNamed } from './catalogue.ts';

describe('hints and risks', () => {
  test.each(everyTool)('%s has all four hints', (_, tool) => {
    const { annotations } = listed(tool);
    expect(Object.keys(annotations).sort()).toEqual([
      'destructiveHint',
      'idempotentHint',
      'openWorldHint',
      'readOnlyHint',
    ]);
    expect(annotations.readOnlyHint).toBe(tool.endpoint.method === 'GET' || tool.method === 'query');
    if (annotations.readOnlyHint) expect(annotations.destructiveHint).toBe(false);
  });

  test('a write has a risk with a reason, a read has none', () => {
    for (const tool of catalogue.tools) {
      if (isRead(tool)) {
        expect(tool.risk, tool.name).toBeUndefined();
      } else {
        expect(RISKS, tool.name).toContain(tool.risk?.class);
        expect(tool.risk?.because.length, tool.name).toBeGreaterThan(20);
      }
    }
  });

  test('what mints a secret says where it is, and nothing else holds one', () => {
    const minting = catalogue.tools.filter((tool) => tool.secrets !== undefined);
    expect(Object.fromEntries(minting.map((tool) => [tool.name, tool.secrets?.paths]))).toMatchObject({
      create_admin_api_key: ['value'],
      create_project_service_account: ['api_key.value'],
      create_service_account_api_key: ['value'],
      create_webhook_endpoint: ['signing_secret'],
      rotate_webhook_endpoint_secret: ['signing_secret'],
    });
    for (const tool of operations) {
      expect(tool.risk?.class === 'mints_secret', tool.name).toBe(tool.secrets !== undefined);
    }
  });

  test.each([
    ['list_projects', true, false, true],
    ['search_vector_store', true, false, true],
    ['create_project', false, false, false],
    ['update_project', false, true, true],
    ['delete_user', false, true, true],
    ['archive_project', false, true, false],
    ['cancel_vector_store_file_batch', false, false, false],
  ])('%s: read-only %s, destructive %s, idempotent %s', (name, readOnly, destructive, idempotent) => {
    expect(listed(toolNamed(name)).annotations).toEqual({
      readOnlyHint: readOnly,
      destructiveHint: destructive,
      idempotentHint: idempotent,
      openWorldHint: true,
    });
  });
});
