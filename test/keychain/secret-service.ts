/**
 * Private D-Bus sessions with a real gnome-keyring in them. Nothing of the user's own session is touched.
 *
 * KEYCHAIN_SUITE=required makes a machine without the programs a failure; otherwise the suite skips and says so.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const programs = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'];
const installCommand = 'apt-get install -y --no-install-recommends gnome-keyring dbus';

/** Whether the suite can run here; tells why not on stderr, or throws when it has to run. */
export function canRunKeychainSuite(): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const missing = programs.filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
  if (missing.length === 0) return true;
  const text = `KEYCHAIN SUITE SKIPPED: no ${missing.join(', ')} here. To run it: ${installCommand}`;
  if (process.env.KEYCHAIN_SUITE === 'required') throw new Error(text.replace('SKIPPED', 'CANNOT RUN'));
  process.stderr.write(`\n${text}\n`);
  return false;
}

/**
 * none: a bus without a Secret Service. mute: a Secret Service that starts and never answers.
 * unanswered: a keyring whose unlock prompts nobody answers, instead of being dismissed for want of a prompter.
 */
export type SessionKind = 'keyring' | 'unanswered' | 'none' | 'mute';

export type Session = {
  /** The address of the bus, for DBUS_SESSION_BUS_ADDRESS. */
  address: string;
  /** A folder that looks like /run/user: it holds a folder per user id with the socket of the bus in it. */
  runtimeRoot: string;
  /** Locks the keyring, as after a while away from the desktop. */
  lock(): Promise<void>;
  close(): Promise<void>;
};

/** @param dataFolder where the keyring keeps its files, to find them again in a later session */
export async function openSession(kind: SessionKind, dataFolder?: string): Promise<Session> {
  const folder = mkdtempSync(join(tmpdir(), 'keychain-suite-'));
  const userFolder = join(folder, 'run', String(process.getuid?.()));
  for (const name of ['services', 'data']) mkdirSync(join(folder, name));
  mkdirSync(userFolder, { recursive: true, mode: 0o700 });
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of children.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const socket = join(userFolder, 'bus');
    const address = `unix:path=${socket}`;
    writeFileSync(join(folder, 'bus.conf'), busConfiguration(address, join(folder, 'services')));
    if (kind === 'unanswered') neverAnswering(folder, 'org.gnome.keyring.SystemPrompter');
    if (kind === 'mute') neverAnswering(folder, 'org.freedesktop.secrets');
    children.push(
      spawn('dbus-daemon', ['--nofork', '--nopidfile', `--config-file=${join(folder, 'bus.conf')}`], {
        stdio: 'ignore',
      }),
    );
    await until('the bus listens', async () => existsSync(socket));
    if (kind === 'keyring' || kind === 'unanswered') {
      children.push(startKeyring(address, userFolder, dataFolder ?? join(folder, 'data')));
      await until('the keyring is unlocked', async () => (await defaultCollectionLocked(address)) === false);
    }
    return { address, runtimeRoot: join(folder, 'run'), lock: () => lockLoginCollection(address), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A line feed on standard input is the empty password; with it, --unlock also makes a missing login keyring. */
function startKeyring(address: string, controlFolder: string, dataFolder: string): ChildProcess {
  const daemon = spawn(
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets', `--control-directory=${controlFolder}`],
    {
      env: { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: address, XDG_DATA_HOME: dataFolder },
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  daemon.stdin?.end('\n');
  return daemon;
}

function busConfiguration(address: string, servicesFolder: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <servicedir>${servicesFolder}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>`;
}

/** The bus starts the program when someone calls the name, and waits for it to claim the name, which it never does. */
function neverAnswering(folder: string, name: string): void {
  const text = `[D-BUS Service]\nName=${name}\nExec=/bin/sleep 60\n`;
  writeFileSync(join(folder, 'services', `${name}.service`), text);
}

function dbusSend(address: string, ...words: string[]): Promise<{ stdout: string }> {
  const call = [
    '--session',
    '--print-reply=literal',
    '--reply-timeout=20000',
    '--dest=org.freedesktop.secrets',
  ];
  return run('dbus-send', [...call, ...words], {
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
  });
}

async function defaultCollectionLocked(address: string): Promise<boolean | undefined> {
  const path = '/org/freedesktop/secrets/aliases/default';
  const property = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
  try {
    const { stdout } = await dbusSend(address, path, 'org.freedesktop.DBus.Properties.Get', ...property);
    return /boolean (true|false)/.exec(stdout)?.[1] === 'true';
  } catch {
    return undefined; // not up yet
  }
}

async function lockLoginCollection(address: string): Promise<void> {
  const collection = 'array:objpath:/org/freedesktop/secrets/collection/login';
  await dbusSend(address, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', collection);
}

async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 2400; attempt += 1) {
    if (await check()) return;
    await delay(25);
  }
  throw new Error(`Waited in vain until ${what}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
}
