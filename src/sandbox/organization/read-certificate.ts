/** Reading an uploaded certificate: is it PEM, and when is it valid. */
import { X509Certificate } from 'node:crypto';
import { badRequest } from '../http/api-fault.ts';
import type { Certificate } from './access.ts';

/** Refuses with 400 what is no X.509 certificate in PEM form, and a text that holds a private key as well. */
export function readCertificate(content: string): Pick<Certificate, 'content' | 'valid_at' | 'expires_at'> {
  if (content.includes('PRIVATE KEY-----')) throw unfit('it must not contain a private key.');
  if (!content.includes('-----BEGIN CERTIFICATE-----')) throw unfit('it is no certificate in PEM format.');
  try {
    const { validFrom, validTo } = new X509Certificate(content);
    return { content, valid_at: Date.parse(validFrom) / 1000, expires_at: Date.parse(validTo) / 1000 };
  } catch {
    throw unfit('it cannot be read as an X.509 certificate.');
  }
}

function unfit(reason: string) {
  return badRequest(`Invalid value for 'certificate': ${reason}`, 'certificate', 'invalid_certificate');
}
