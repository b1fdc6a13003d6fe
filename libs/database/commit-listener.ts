import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { topicOf, type Wake } from './database.js';

/** On which commits that notify are told of. */
export const CHANNEL = 'withheld_log';
/** A notice can be lost with its connection, so the head is looked at this often all the same. */
const LOOK_EVERY_MS = 1_000;

/** Hears of other processes' commits; connects again by itself. */
export class CommitListener {
  private client: pg.Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  /** Notices may have been lost: nobody listened for a while. */
  private missed = true;
  private listens = false;

  constructor(
    private readonly url: string,
    private readonly answersWithin: number,
    private readonly wake: Wake,
  ) {}

  start(): void {
    if (this.timer !== null || this.stopped) return;
    this.timer = setInterval(() => {
      if (this.client === null) this.listen();
      const about = this.missed ? 'desk' : null;
      this.missed = !this.listens;
      this.wake(about);
    }, LOOK_EVERY_MS);
    this.timer.unref();
    this.listen();
  }

  private listen(): void {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: this.answersWithin,
    });
    this.client = client;
    const lost = (): void => {
      if (this.client === client) {
        this.client = null;
        this.listens = false;
        this.missed = true;
      }
      client.removeAllListeners();
      client.on('error', () => undefined);
      client.end().catch(() => undefined);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.wake(topicOf(payload)));
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(() => {
        this.listens = this.client === client;
      })
      .catch(lost);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    const client = this.client;
    this.client = null;
    client?.removeAllListeners();
    client?.on('error', () => undefined);
    // One that does not answer is not waited for.
    await Promise.race([
      client?.end().catch(() => undefined),
      sleep(this.answersWithin, undefined, { ref: false }),
    ]);
  }
}
