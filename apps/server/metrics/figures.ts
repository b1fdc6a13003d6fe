import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Database } from '#database';
import { readHead } from '#log';
import { LogFollower } from '../follower/log-follower.js';
import { Listeners } from '../live/listeners.js';
import { Metrics } from '../platform/metrics.js';
import { DATABASE } from '../platform/tokens.js';

const MEDIA = { 'socket.io': 0, websocket: 0, 'event-stream': 0 };

/** The figures that are looked up when somebody asks for them, from all over the server. */
@Injectable()
export class Figures implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly follower: LogFollower,
    private readonly listeners: Listeners,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const { metrics, database, follower, listeners } = this;
    metrics.watch({ name: 'withheld_log_head', help: 'The seq of the last event of the log' }, async () => ({
      '': (await readHead(database.reader)).seq,
    }));
    metrics.watch(
      {
        name: 'withheld_log_lag',
        help: 'Events of the log that this server has not told its sockets of yet',
      },
      async () => ({ '': Math.max(0, (await readHead(database.reader)).seq - follower.position) }),
    );
    const { answered } = database;
    if (answered !== null)
      metrics.watch(
        {
          name: 'withheld_reads',
          help: 'Reads since the server started that the replica, or the primary in its place, answered',
          label: 'by',
        },
        () => ({ ...answered }),
      );
    metrics.watch(
      { name: 'withheld_listeners', help: 'Who is connected to listen, by medium', label: 'medium' },
      () => {
        const counts: Record<string, number> = { ...MEDIA };
        for (const { kind } of listeners.all) counts[kind] = (counts[kind] ?? 0) + 1;
        return counts;
      },
    );
    metrics.watch(
      { name: 'withheld_webhooks_pending', help: 'Messages to other systems that are still to be delivered' },
      async () => {
        const [row] = await database.reader.query<{ n: number | string }>(
          `SELECT count(*) AS n FROM webhook_delivery WHERE state = 'pending'`,
        );
        return { '': Number(row?.n ?? 0) };
      },
    );
  }
}
