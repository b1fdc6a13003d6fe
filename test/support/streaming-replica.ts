import { execFile } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { IN_CI } from './ci.js';

const run = promisify(execFile);

/** Where PostgreSQL's server programs are on this machine; null where there are none. @throws where there are none, in CI */
export function serverPrograms(): string | null {
  const folder = '/usr/lib/postgresql';
  const versions = fs.existsSync(folder) ? fs.readdirSync(folder).sort().reverse() : [];
  const bins = versions.map((version) => path.join(folder, version, 'bin'));
  const found = bins.find((bin) => fs.existsSync(path.join(bin, 'pg_basebackup'))) ?? null;
  if (found === null && IN_CI) throw new Error(`PostgreSQL's programs must be in ${folder} in CI`);
  return found;
}

/** A PostgreSQL and a replica of it that follows by streaming, both made for a test. */
export interface Pair {
  url: string;
  readUrl: string;
  stopReplica(): Promise<unknown>;
  startReplica(): Promise<unknown>;
  remove(): Promise<void>;
}

export async function streamingPair(bin: string): Promise<Pair> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-pair-'));
  // PostgreSQL refuses to run as root, as which containers often run tests.
  const isRoot = process.getuid?.() === 0;
  const ids = isRoot ? await idsOf('postgres') : null;
  if (ids !== null) fs.chownSync(folder, ids.uid, ids.gid);
  const does = (program: string, ...words: string[]): Promise<unknown> =>
    run(path.join(bin, program), words, { cwd: folder, ...(ids ?? {}) });
  const [port, replicaPort] = [await freePort(), await freePort()];
  const data = path.join(folder, 'primary');
  const copy = path.join(folder, 'replica');
  const start = (where: string, at: number): Promise<unknown> =>
    does(
      'pg_ctl',
      ...['start', '-w', '-D', where, '-l', path.join(folder, `${at}.log`)],
      ...['-o', `-p ${at} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_wal_senders=4`],
    );
  const stop = (where: string): Promise<unknown> =>
    does('pg_ctl', 'stop', '-w', '-D', where, '-m', 'immediate');
  await does('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8');
  await start(data, port);
  const connection = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'];
  await does('pg_basebackup', ...connection, '-D', copy, '-R', '-X', 'stream', '-c', 'fast', '--no-sync');
  await start(copy, replicaPort);
  const urlAt = (at: number): string => `postgres://postgres@127.0.0.1:${at}/postgres`;
  return {
    url: urlAt(port),
    readUrl: urlAt(replicaPort),
    stopReplica: () => stop(copy),
    startReplica: () => start(copy, replicaPort),
    remove: async () => {
      await stop(copy).catch(() => undefined);
      await stop(data);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (which) => Number((await run('id', [which, user])).stdout)),
  );
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
