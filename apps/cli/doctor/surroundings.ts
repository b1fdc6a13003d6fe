import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { isLoopback, PROJECT_ROOT, type Config } from '#config';
import { ok, warning, wrong, type Finding } from '#operations';

/** The oldest Node that this program runs on. */
const NODE = [20, 19] as const;
const MB = 1024 * 1024;
const FREE = { warning: 1_024 * MB, wrong: 100 * MB };

/** Whether this Node is one that the program runs on. @param version such as `20.19.0` */
export function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NODE[0] || (major === NODE[0] && minor >= NODE[1])
    ? ok('Node', `${version}.`)
    : wrong(
        'Node',
        `This is ${version}; the program needs ${NODE.join('.')} or later.`,
        'Install a newer Node.',
      );
}

/** Whether a SQLite file can be written where it is, or is to be, and has room to grow. */
export function dataFolder(file: string): Finding {
  let folder = path.dirname(file);
  // It is made as the server starts, where the one above it can be written.
  while (!fs.existsSync(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  const what = 'data folder';
  try {
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK);
    if (fs.existsSync(file)) fs.accessSync(file, fs.constants.R_OK | fs.constants.W_OK);
  } catch (error) {
    const why = `${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`;
    return wrong(what, why, 'Change its owner or mode, or set DATABASE_URL to another folder.');
  }
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = bavail * bsize;
  const why = `${folder} can be written and has ${Math.floor(free / MB).toLocaleString('en')} MB left.`;
  if (free > FREE.warning) return ok(what, why);
  const todo = 'Make room, or move the database: a full disk takes no writes.';
  return free > FREE.wrong ? warning(what, why, todo) : wrong(what, why, todo);
}

/** Whether a server can listen where it is told to. @param ours whether a server of this database listens there */
export async function port({ host, port: number }: Config, ours: boolean): Promise<Finding> {
  const what = 'port';
  const at = `${host}:${number}`;
  if (number === 0) return ok(what, 'A free one is taken.');
  const code = await whyNotListen(host, number);
  if (code === null) return ok(what, `${at} is free.`);
  if (code === 'EADDRINUSE')
    return ours || (await isWithheld(host, number))
      ? ok(what, `A server of Withheld’s listens at ${at}.`)
      : wrong(what, `Another program listens at ${at}.`, 'Stop it, or set PORT to another one.');
  return wrong(what, `Nothing can listen at ${at} (${code}).`, 'Set HOST and PORT to what this machine has.');
}

function whyNotListen(host: string, number: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(number, host, () => server.close(() => resolve(null)));
  });
}

async function isWithheld(host: string, number: number): Promise<boolean> {
  const name =
    host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  try {
    const answer = await fetch(`http://${name}:${number}/health`, { signal: AbortSignal.timeout(2_000) });
    return answer.headers.has('withheld-viewpoint') && answer.ok;
  } catch {
    return false;
  }
}

/** Whether links will lead to where people reach the server, and addresses will be theirs. */
export function publicUrl({ host, publicUrl: url, geo }: Config): Finding {
  const what = 'PUBLIC_URL';
  const local = isLoopback(host);
  if (url === null)
    return local
      ? ok(what, 'Links lead to this machine, which is all that HOST lets in.')
      : warning(
          what,
          `Nothing says where people reach this server, so links lead to ${host}.`,
          'Set PUBLIC_URL to the address that people use, such as https://example.org.',
        );
  const { hostname, protocol } = new URL(url);
  const named = isLoopback(hostname.replace(/^\[|\]$/g, ''));
  if (named)
    return local
      ? ok(what, `${url}.`)
      : warning(
          what,
          `Links lead to ${url}, which is each reader’s own machine.`,
          'Set PUBLIC_URL to the address that people use.',
        );
  if (protocol !== 'https:')
    return warning(
      what,
      `${url} is without TLS: passwords and tokens can be read on the way.`,
      'Put a proxy with TLS in front.',
    );
  if (geo.trustedProxies.length === 0)
    return warning(
      what,
      `${url} is served by a proxy, which is not named in TRUSTED_PROXIES: all who come through it are taken for one address.`,
      'Set TRUSTED_PROXIES to the proxy’s address, such as 127.0.0.1.',
    );
  return ok(what, `${url}.`);
}

/** Whether what is for demonstrations and tests alone can be reached by strangers. */
export function modes({ demo, test, publicUrl: url }: Config): Finding[] {
  const reached = url !== null && !isLoopback(new URL(url).hostname.replace(/^\[|\]$/g, ''));
  const finding = (what: string, on: boolean, gives: string): Finding =>
    !on
      ? ok(what, 'It is off.')
      : reached
        ? wrong(
            what,
            `It is on, and PUBLIC_URL says that strangers reach this server: ${gives}.`,
            `Unset ${what}.`,
          )
        : ok(what, `It is on, for this machine alone: ${gives}.`);
  return [
    finding('DEMO', demo === 'local', 'anybody signs in as any role'),
    finding('TEST', test, 'anybody empties the database'),
  ];
}

/** Whether there are pages for browsers. */
export function webBuild(root = PROJECT_ROOT): Finding {
  return fs.existsSync(path.join(root, 'dist', 'web', 'index.html'))
    ? ok('pages', 'They are built.')
    : wrong('pages', 'There is no dist/web: browsers get no pages.', 'npm run build');
}
