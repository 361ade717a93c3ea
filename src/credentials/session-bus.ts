/** The address of the Linux session bus for clients that start the server with almost no environment. */
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import type { Host } from '../host/host.ts';

/**
 * The variables to add for a program that must find the user's Secret Service. Most MCP clients pass on
 * HOME, LOGNAME, PATH, SHELL, TERM and USER alone, which hides a session bus that is there all the same.
 * @param runtimeRoot folder that holds one folder per logged-in user; /run/user on every systemd machine
 */
export function sessionBusVariables(
  { environment, platform, uid }: Host,
  runtimeRoot = '/run/user',
): { DBUS_SESSION_BUS_ADDRESS?: string } {
  if (platform !== 'linux' || uid === undefined || environment.DBUS_SESSION_BUS_ADDRESS) return {};
  const folder = environment.XDG_RUNTIME_DIR || posix.join(runtimeRoot, String(uid));
  const socket = posix.join(folder, 'bus');
  return existsSync(socket) ? { DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` } : {};
}
