/** Certificates: real PEM, switched on and off in two places, and deleted only where they are off everywhere. */
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPem } from '../../src/sandbox/data/certificate-pem.ts';
import { createRandom } from '../../src/sandbox/data/random.ts';
import { collect, day, openSandbox, projectNamed, send, startSeconds } from './running-sandbox.ts';

const path = '/organization/certificates';
const subject = { commonName: 'test', organizationName: 'Test' };
const certificate = createPem(subject, startSeconds, startSeconds + day, createRandom('test'));

test('four certificates: in use, expiring soon, expired, spare; the newest first', async () => {
  const sandbox = await openSandbox();
  const rows = await collect(sandbox, path);
  expect(rows.map(({ name, active }) => [name, active])).toEqual([
    ['Staging gateway', false],
    ['Partner gateway 2026', true],
    ['Batch ingest', false],
    ['Partner gateway 2025', false],
  ]);
  const left = rows.map((row) => (row.certificate_details.expires_at - startSeconds) / day);
  expect(left).toEqual([81, 304, 12, -25]);
  const project = await projectNamed(sandbox, 'Fraud-Signals');
  const inProject = await collect(
    sandbox,
    `/organization/projects/${project}/certificates?order=asc&limit=1`,
  );
  expect(inProject.map(({ name, active, object }) => [name, active, object])).toEqual([
    ['Partner gateway 2025', false, 'organization.project.certificate'],
    ['Batch ingest', true, 'organization.project.certificate'],
    ['Partner gateway 2026', false, 'organization.project.certificate'],
    ['Staging gateway', false, 'organization.project.certificate'],
  ]);
});

test('the PEM comes only when asked for, parses, and says the same dates', async () => {
  const sandbox = await openSandbox();
  for (const row of await collect(sandbox, path)) {
    const plain = (await send(sandbox, 'GET', `${path}/${row.id}`)).body;
    expect(plain.object).toBe('certificate');
    expect(Object.keys(plain.certificate_details)).toEqual(['valid_at', 'expires_at']);
    expect('active' in plain).toBe(false);
    const full = (await send(sandbox, 'GET', `${path}/${row.id}?include[]=content`)).body;
    const { content, ...dates } = full.certificate_details;
    expect(dates).toEqual(row.certificate_details);
    const parsed = new X509Certificate(content);
    expect(parsed.subject).toBe(`O=Halden Works\nCN=${row.name}`);
    expect(parsed.publicKey.asymmetricKeyType).toBe('ec');
    expect(Date.parse(parsed.validFrom) / 1000).toBe(dates.valid_at);
    expect(Date.parse(parsed.validTo) / 1000).toBe(dates.expires_at);
  }
});

test('what was uploaded starts inactive, with or without a name', async () => {
  const sandbox = await openSandbox();
  const created = (await send(sandbox, 'POST', path, { body: { certificate } })).body;
  expect(created).toMatchObject({
    name: null,
    active: false,
    certificate_details: { valid_at: startSeconds, expires_at: startSeconds + day },
  });
  expect((await collect(sandbox, path))[0]).toMatchObject({ id: created.id, active: false });
  const renamed = (await send(sandbox, 'POST', `${path}/${created.id}`, { body: { name: 'Named' } })).body;
  expect(renamed).toMatchObject({ id: created.id, name: 'Named', object: 'certificate' });
});

test('certificates are checked', async () => {
  const sandbox = await openSandbox();
  const [{ id }] = await collect(sandbox, path);
  const broken = certificate.replace(/\n[A-Za-z0-9+/]{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  const withKey = `${certificate}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n`;
  const refusals: [method: string, path: string, body: object | undefined, status: number, code: string][] = [
    ['POST', path, {}, 400, 'missing_required_parameter'],
    ['POST', path, { certificate: 'hello' }, 400, 'invalid_certificate'],
    ['POST', path, { certificate: broken }, 400, 'invalid_certificate'],
    ['POST', path, { certificate: withKey }, 400, 'invalid_certificate'],
    ['POST', path, { content: certificate }, 400, 'missing_required_parameter'],
    ['POST', `${path}/${id}`, { certificate }, 400, 'unknown_parameter'],
    ['POST', `${path}/activate`, { certificate_ids: [] }, 400, 'array_below_min_length'],
    ['POST', `${path}/activate`, { certificate_ids: Array(11).fill(id) }, 400, 'array_above_max_length'],
    ['POST', `${path}/deactivate`, {}, 400, 'missing_required_parameter'],
    ['GET', `${path}/${id}?include[]=key`, undefined, 400, 'invalid_value'],
    ['GET', `${path}?limit=101`, undefined, 400, 'integer_above_max_value'],
    ['GET', `${path}/cert_unknown`, undefined, 404, 'not_found'],
    ['POST', `${path}/cert_unknown`, { name: 'x' }, 404, 'not_found'],
    ['DELETE', `${path}/cert_unknown`, undefined, 404, 'not_found'],
    ['GET', '/organization/projects/proj_unknown/certificates', undefined, 404, 'not_found'],
  ];
  for (const [method, target, body, status, code] of refusals) {
    const answer = await send(sandbox, method, target, { body });
    expect([answer.status, answer.body.error?.code], `${method} ${target}`).toEqual([status, code]);
  }
});

test('an organization holds at most 50 certificates', async () => {
  const sandbox = await openSandbox();
  const statuses = [];
  for (let count = 4; count < 51; count += 1) {
    statuses.push((await send(sandbox, 'POST', path, { body: { certificate } })).status);
  }
  expect(statuses).toEqual([...Array(46).fill(200), 400]);
});

test('several are switched at once or none, and again is no fault', async () => {
  const sandbox = await openSandbox();
  const ids = (await collect(sandbox, path)).map(({ id }) => id);
  const active = async () => (await collect(sandbox, path)).filter((row) => row.active).map(({ id }) => id);
  const body = { certificate_ids: [ids[0], 'cert_unknown'] };
  expect((await send(sandbox, 'POST', `${path}/activate`, { body })).status).toBe(404);
  expect(await active()).toEqual([ids[1]]);
  const both = { certificate_ids: [ids[0], ids[1]] };
  for (let round = 0; round < 2; round += 1) {
    const answer = (await send(sandbox, 'POST', `${path}/activate`, { body: both })).body;
    expect(answer.object).toBe('organization.certificate.activation');
    expect(answer.data.map((row: { id: string; active: boolean }) => [row.id, row.active])).toEqual([
      [ids[0], true],
      [ids[1], true],
    ]);
  }
  const off = (await send(sandbox, 'POST', `${path}/deactivate`, { body: both })).body;
  expect(off.object).toBe('organization.certificate.deactivation');
  expect(await active()).toEqual([]);
});

test('a certificate is deleted only when it is inactive in the organization and in every project', async () => {
  const sandbox = await openSandbox();
  const { id, name } = (await collect(sandbox, path)).find((row) => row.active);
  const project = await projectNamed(sandbox, 'Legal-Contract-Review');
  const body = { certificate_ids: [id] };
  const content = (await send(sandbox, 'GET', `${path}/${id}?include[]=content`)).body.certificate_details
    .content;
  const attempt = async () => {
    const { status, body: answer } = await send(sandbox, 'DELETE', `${path}/${id}`);
    return [status, answer.error?.message ?? answer];
  };
  expect(await attempt()).toEqual([400, expect.stringContaining(`for the organization, ${project}.`)]);
  await send(sandbox, 'POST', `${path}/deactivate`, { body });
  expect(await attempt()).toEqual([400, expect.stringContaining(`for ${project}.`)]);
  const off = await send(sandbox, 'POST', `/organization/projects/${project}/certificates/deactivate`, {
    body,
  });
  expect(off.body.object).toBe('organization.project.certificate.deactivation');
  expect(await attempt()).toEqual([200, { id, object: 'certificate.deleted' }]);
  expect((await send(sandbox, 'GET', `${path}/${id}`)).status).toBe(404);
  const since = `/organization/audit_logs?effective_at[gte]=${startSeconds}`;
  const entries = (await collect(sandbox, since)).reverse();
  expect(entries.map((entry) => [entry.type, entry[entry.type]])).toEqual([
    ['certificates.deactivated', { certificates: [{ id, name }] }],
    ['certificates.deactivated', { certificates: [{ id, name }] }],
    ['certificate.deleted', { id, name, certificate: content }],
  ]);
});

test('an archived project takes no certificate but lets go of one', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Fraud-Signals');
  const { id } = (await collect(sandbox, path)).find(({ name }) => name === 'Batch ingest');
  await send(sandbox, 'POST', `/organization/projects/${project}/archive`);
  const body = { certificate_ids: [id] };
  const switched = (action: string) =>
    send(sandbox, 'POST', `/organization/projects/${project}/certificates/${action}`, { body });
  expect([(await switched('activate')).status, (await switched('deactivate')).status]).toEqual([400, 200]);
});
