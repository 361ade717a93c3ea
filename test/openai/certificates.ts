/** Makes throw-away certificates with the openssl program, as far as this machine has one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Certificate = { key: string; cert: string };

export type Certificates = {
  /** PEM file of the authority that signed `valid`, `expired` and `otherHost`. */
  authorityFile: string;
  /** For upstream.test and 127.0.0.1. */
  valid: Certificate;
  expired: Certificate;
  otherHost: Certificate;
  selfSigned: Certificate;
  remove: () => void;
};

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  const openssl = (line: string): void => {
    execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'ignore' });
  };
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch';
  const authority = (name: string): void =>
    openssl(`req -x509 ${newKey} -keyout ${name}.key -out ${name}.pem -days 2 -subj /CN=${name}`);
  const leaf = (name: string, subjects: string, days: number): Certificate => {
    writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${subjects}`);
    openssl(`req ${newKey} -keyout ${name}.key -out ${name}.csr -subj /CN=${name}`);
    openssl(
      `x509 -req -in ${name}.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days ${days} -extfile ${name}.ext -out ${name}.pem`,
    );
    return read(name);
  };
  const read = (name: string): Certificate => ({
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
  });
  authority('authority');
  authority('alone');
  const here = 'DNS:upstream.test,IP:127.0.0.1';
  return {
    authorityFile: join(folder, 'authority.pem'),
    valid: leaf('valid', here, 2),
    expired: leaf('expired', here, -1),
    otherHost: leaf('other', 'DNS:other.test', 2),
    selfSigned: read('alone'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
