/** The operations that switch certificates on and off, for the organization and for projects. */
import * as z from 'zod';
import { operation, type Parent, type Purpose } from '../http/operation.ts';
import type { Certificate } from '../organization/access.ts';
import { find } from '../organization/lookup.ts';
import { recordEvent } from '../organization/record-event.ts';

type Level<Owner> = {
  /** Of the list of certificates. */
  path: '/organization/certificates' | '/organization/projects/{project_id}/certificates';
  parent: Parent<'project_id', Owner>;
  /** Begins the `object` of the answer. */
  object: string;
  switchOne: (certificate: Certificate, active: boolean, owner: Owner) => void;
  show: (certificate: Certificate, place: { parent: Owner }) => unknown;
};

/** All of them are switched or, where one is unknown, none; one that is switched already counts as done. */
export function activationOperations<Owner>(level: Level<Owner>) {
  const toggle = (verb: 'activate' | 'deactivate', purpose: Purpose) =>
    operation({
      method: 'POST',
      path: `${level.path}/${verb}`,
      parent: level.parent,
      purpose,
      // At most 10 can be switched at a time.
      body: z.strictObject({ certificate_ids: z.array(z.string()).min(1).max(10) }),
      handle({ organization, parent, body }) {
        const ids = [...new Set(body.certificate_ids)];
        const certificates = ids.map((id) => find(organization.access.certificates, 'certificate', id));
        const data = certificates.map((certificate) => {
          level.switchOne(certificate, verb === 'activate', parent);
          return level.show(certificate, { parent });
        });
        recordEvent(organization, `certificates.${verb}d`, {
          certificates: certificates.map(({ id, name }) => ({ id, ...(name !== null && { name }) })),
        });
        const object = `${level.object}.${verb === 'activate' ? 'activation' : 'deactivation'}`;
        return { object, data };
      },
    });
  // An archived project may still let go of a certificate, or nobody could ever delete it.
  return [toggle('activate', 'change'), toggle('deactivate', 'read')];
}
