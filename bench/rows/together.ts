import type { Contender, Row } from '../measure/row.js';
import type { ServerProcess } from '../measure/server.js';
import type { Platform } from '../measure/setting.js';
import { asking, pastPaths } from './reads.js';
import { postsIn } from './writes.js';

const CONNECTIONS = 16;

/** Several servers over one database, each asked by as many: what all of them answer a second. */
export function together(platform: Platform, servers: readonly ServerProcess[], seconds: number): Row[] {
  const all = (asksOne: (server: ServerProcess) => Contender): Contender => {
    const each = servers.map(asksOne);
    return {
      sample: async () =>
        (await Promise.all(each.map(({ sample }) => sample()))).reduce((sum, one) => sum + one),
      close: async () => {
        for (const one of each) await one.close?.();
      },
    };
  };
  const nothing: Contender = { sample: () => Promise.resolve(1) };
  const row = (what: string, program: Contender): Row => ({
    what,
    unit: '/s',
    reach: { is: 'at least', figure: 0 },
    program,
    limit: nothing,
  });
  const paths = pastPaths(platform);
  return [
    row(
      'past page',
      all(({ address }) => asking({ address, paths, seconds })),
    ),
    row(
      'posting',
      all((server) =>
        asking({ ...postsIn({ ...platform, server }, CONNECTIONS), seconds, connections: CONNECTIONS }),
      ),
    ),
  ];
}
