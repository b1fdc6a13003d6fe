/**
 * How long a tape of the stand-off takes to be made, how large it is, and how many of its pages a second are
 * served once it is kept, beside bare `node:http` sending the same bytes. The server runs in a process of its
 * own, on a database of its own, and so does the bare one; the clients are here.
 *
 * Usage: npm run build && npm run bench:tape -- [seconds]
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PROJECT_ROOT } from '#config';
import type { Tape } from '#contract';

const SECONDS = Number(process.argv[2] ?? 5);
const CONNECTIONS = 16;
const TAPE = '/api/v1/scenarios/2021-india-twitter-koo/tape?lang=en&view_from=';
const DECODE: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  identity: (bytes) => bytes,
};

const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function get(address: string, coding: string): Promise<{ bytes: Buffer; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    http
      .get(address, { agent, headers: { 'accept-encoding': coding } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          if (response.statusCode === 200) resolve({ bytes, headers: response.headers });
          else reject(new Error(`${address}: ${response.statusCode} ${bytes.toString()}`));
        });
      })
      .on('error', reject);
  });
}

/** Reads a tape to its end. */
async function whole(address: string, coding: string) {
  const [began, pages] = [performance.now(), [] as { address: string; bytes: Buffer; raw: number }[]];
  let frames = 0;
  for (let since = ''; ;) {
    const page = since === '' ? address : `${address}&since=${since}`;
    const { bytes } = await get(page, coding);
    const text = (DECODE[coding] ?? DECODE['identity']!)(bytes).toString();
    pages.push({ address: page, bytes, raw: Buffer.byteLength(text) });
    const tape = JSON.parse(text) as Tape;
    frames += tape.moments.reduce((sum, moment) => sum + moment.frames.length, 0);
    if (tape.next === null) break;
    since = tape.next;
  }
  const sent = pages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const raw = pages.reduce((sum, one) => sum + one.raw, 0);
  return { ms: performance.now() - began, pages, sent, raw, frames };
}

/** How many answers a second come to all connections. */
async function rate(address: string): Promise<number> {
  const until = performance.now() + SECONDS * 1_000;
  let answers = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (; performance.now() < until; answers += 1) await get(address, 'gzip');
    }),
  );
  return answers / SECONDS;
}

/** Starts a process that prints its address. */
async function starts(args: string[], env: Record<string, string> = {}): Promise<[ChildProcess, string]> {
  const child = spawn(process.execPath, args, {
    cwd: PROJECT_ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for (let told = ''; ;) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    told += chunk.toString();
    const address = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(told)?.[0];
    if (address !== undefined) return [child, address.replace('localhost', '127.0.0.1')];
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-bench-'));
const children: ChildProcess[] = [];
try {
  const [server, address] = await starts(['bin/withheld.js', 'serve'], {
    PORT: '0',
    DATABASE_URL: `sqlite:${path.join(folder, 'bench.db')}`,
    SEED: '2021-india-twitter-koo',
  });
  children.push(server);
  const kB = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;
  for (const [place, note] of [
    ['IN', 'facts read, made, compressed'],
    ['elsewhere', 'made, compressed'],
    ['IN', 'kept'],
  ] as const) {
    const { ms, frames, pages, raw } = await whole(`${address}${TAPE}${place}`, 'gzip');
    console.log(
      `${place}: ${Math.round(ms)} ms (${note}); ${frames} frames, ${pages.length} pages, ${kB(raw)}`,
    );
  }
  for (const coding of ['gzip', 'br']) {
    const { sent } = await whole(`${address}${TAPE}IN`, coding);
    console.log(`${coding}: ${kB(sent)}`);
  }
  const { pages } = await whole(`${address}${TAPE}IN`, 'gzip');
  for (const [n, page] of [pages[0]!, pages.at(-1)!].entries()) {
    const file = path.join(folder, `page-${n}`);
    fs.writeFileSync(file, page.bytes);
    const [bare, limit] = await starts([
      '-e',
      `const bytes = require('node:fs').readFileSync(${JSON.stringify(file)});
       const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': bytes.length };
       const server = require('node:http').createServer((_, answer) => answer.writeHead(200, headers).end(bytes));
       server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));`,
    ]);
    children.push(bare);
    const [kept, most] = [await rate(page.address), await rate(limit)];
    const figures = `${Math.round(kept)} requests/s of ${Math.round(most)} by bare node:http`;
    console.log(`a page of ${kB(page.bytes.length)}: ${figures}, ${(kept / most).toFixed(2)}`);
  }
} finally {
  for (const child of children) child.kill();
  agent.destroy();
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  fs.rmSync(folder, { recursive: true, force: true });
}
