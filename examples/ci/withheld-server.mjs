/** A Withheld of its own for a test run: started, asked for people, and stopped. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Where this repository is checked out. */
const WITHHELD = process.env.WITHHELD ?? fileURLToPath(new URL('../..', import.meta.url));

/** Starts a server on a free port, with an empty database in a temporary folder. */
export async function startWithheld() {
  const folder = await mkdtemp(path.join(tmpdir(), 'withheld-'));
  const server = spawn(process.execPath, [path.join(WITHHELD, 'bin', 'withheld.js'), 'serve'], {
    env: {
      ...process.env,
      TEST: '1',
      PORT: '0',
      DATABASE_URL: `sqlite:${path.join(folder, 'withheld.db')}`,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await addressFrom(server);
  return {
    address,

    /** Makes accounts: `{ asha: 'reader' }` → `{ asha: { id, username, access_token } }`. */
    async people(roles) {
      const users = Object.entries(roles).map(([username, role]) => ({ username, role }));
      const made = await this.call('POST', '/api/v1/test/users', { body: { users } });
      return Object.fromEntries(made.users.map((user) => [user.username, user]));
    },

    /** Sends a request and gives its body. @throws where it is refused, with the server's reason */
    async call(method, route, { body, as } = {}) {
      const response = await fetch(new URL(route, address), {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(as === undefined ? {} : { authorization: `Bearer ${as.access_token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${answer.error}`);
      return answer;
    },

    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** With `PORT=0` the server prints its address as one line of JSON, once it listens. */
async function addressFrom(server) {
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('{')) return JSON.parse(line).address;
  }
  throw new Error('Withheld did not start; what it said is above');
}
