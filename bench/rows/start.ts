import type { Contender, Row } from '../measure/row.js';
import { ServerProcess } from '../measure/server.js';
import type { Databases, Tree } from '../measure/setting.js';
import { Worker } from '../measure/worker.js';

const SOCKETS = 500;
const KB = 1_024;
const MB = KB * KB;

/** From nothing to the first answer, the memory then, and what a socket that only listens adds to it. */
export function starting(tree: Tree, against: Tree | null, here: Tree, databases: Databases): Row[] {
  const own =
    ({ folder }: Tree): Start =>
    async () =>
      ServerProcess.start(folder, 'dist/apps/server/main.js', { DATABASE_URL: await databases.empty() });
  const bareNest: Start = () => ServerProcess.start(here.folder, 'bench/limits/bare-nest.mjs');
  const row = (
    what: string,
    unit: string,
    figure: number,
    of: (server: ServerProcess) => number | Promise<number>,
  ): Row => ({
    what,
    unit,
    reach: { is: 'at most', figure },
    program: started(own(tree), of),
    against: against === null ? undefined : started(own(against), of),
    limit: started(bareNest, of),
  });
  return [
    row('start to the first answer, empty', 'ms', 3, ({ startedIn }) => startedIn),
    row('memory then', 'MB', 2, (server) => server.memory() / MB),
    row('an idle socket', 'kB', 2, memoryOfSocket),
  ];
}

type Start = () => Promise<ServerProcess>;

function started(start: Start, of: (server: ServerProcess) => number | Promise<number>): Contender {
  return {
    sample: async () => {
      const server = await start();
      try {
        return await of(server);
      } finally {
        await server.stop();
      }
    },
  };
}

async function memoryOfSocket(server: ServerProcess): Promise<number> {
  const before = server.memory();
  const worker = Worker.start('measure/listeners.mjs');
  await worker.ask({ kind: 'connect', to: 'idle', address: server.address, count: SOCKETS });
  const grown = server.memory() - before;
  await worker.stop();
  return grown / SOCKETS / KB;
}
