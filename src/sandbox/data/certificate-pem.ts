/** Certificates that parse: X.509 in PEM form for the seeded organization, signed by nobody. */
import type { Random } from './random.ts';

/** The public half of a P-256 key whose private half was thrown away. */
const PUBLIC_POINT =
  '04a8cfe45085080293deab47680e12e7335930b5aae6a51324a8f0fd6a1f9f68cae8b702322ffbd925ff09b0105f94b5a579a14af94b753002eb202d7ba6fe9b44';

// Object identifiers, already in their binary form.
const commonName = oid('550403');
const organizationName = oid('55040a');
const EC_PUBLIC_KEY = oid('2a8648ce3d0201');
const PRIME_256_V1 = oid('2a8648ce3d030107');
const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));

type Subject = { commonName: string; organizationName: string };

/** A self-issued certificate with these dates (Unix seconds, before 2050). Its signature is random. */
export function createPem(subject: Subject, validAt: number, expiresAt: number, random: Random): string {
  const name = sequence(
    attribute(organizationName, subject.organizationName),
    attribute(commonName, subject.commonName),
  );
  const key = sequence(
    sequence(EC_PUBLIC_KEY, PRIME_256_V1),
    tagged(0x03, Buffer.from([0]), Buffer.from(PUBLIC_POINT, 'hex')),
  );
  const version3 = tagged(0xa0, tagged(0x02, Buffer.from([2])));
  const toBeSigned = sequence(
    version3,
    integer(random),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(validAt), time(expiresAt)),
    name,
    key,
  );
  const signature = tagged(0x03, Buffer.from([0]), sequence(integer(random), integer(random)));
  const lines =
    sequence(toBeSigned, ECDSA_WITH_SHA256, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function attribute(type: Buffer, text: string): Buffer {
  return tagged(0x31, sequence(type, tagged(0x0c, Buffer.from(text))));
}

/** UTCTime: `261122133000Z`. */
function time(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

/** A positive number of 16 bytes. */
function integer(random: Random): Buffer {
  return tagged(0x02, Buffer.from(Array.from({ length: 16 }, () => random.integer(1, 127))));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

/** One element of DER: tag, length in one to three bytes, content. */
function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
