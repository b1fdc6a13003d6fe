import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Config } from '#config';
import { isLoopback } from '#config';
import type { Database } from '#database';
import { actorsOf } from '#log';
import { orderAt, restrictionsById } from '#projections';
import { ModerationGate, type Gated, type StoredWebhookData, type Viewpoint } from '#visibility';
import type { WebhookMessage } from '#contract';
import { LogFollower } from '../follower/log-follower.js';
import { Clock } from '../platform/clock.js';
import { Rounds } from '../platform/rounds.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { toldBy } from './messages.js';
import { send } from './send.js';
import { signed } from './sign.js';
import { WebhooksStore, type Claimed } from './webhooks.store.js';

/** It looks this often anyway: another process may have kept something, or died with it. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Has webhooks told of what happens: reads the log on for them, and sends what waits. Any number of processes may
 * do so on one database; each message is sent by one of them at a time, and again until it is taken or given up.
 */
@Injectable()
export class WebhookKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly unsubscribes: (() => void)[] = [];
  /** The webhooks that are just being sent what waits for them, by id: one that does not answer holds up no other. */
  private readonly sending = new Map<string, Promise<void>>();
  private readonly rounds = new Rounds({
    make: () => this.tellAll(),
    longestWaitMs: LONGEST_WAIT_MS,
    logger: this.logger,
    what: 'Webhooks could not be told',
  });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly store: WebhooksStore,
    private readonly gate: ModerationGate,
    private readonly clock: Clock,
    private readonly follower: LogFollower,
  ) {}

  /** Whether messages may go to this machine and to private networks: where nobody else reaches this server. */
  get isPrivate(): boolean {
    return isLoopback(this.config.host);
  }

  onApplicationBootstrap(): void {
    this.unsubscribes.push(
      this.clock.onSet(() => this.look()),
      // Most of what happens is nothing that a webhook tells.
      this.follower.listen({
        take: (events) => {
          if (events.some((event) => toldBy(event).length > 0)) this.look();
        },
      }),
    );
    this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stop of this.unsubscribes) stop();
    await this.rounds.stop();
    await Promise.all(this.sending.values());
  }

  /** Looks for what is to be told and sent, soon and not twice at once. */
  look(): void {
    this.rounds.call();
  }

  /**
   * Resolves once all that is due was sent, taken or not.
   *
   * @throws when the database fails
   */
  async catchUp(): Promise<void> {
    await this.rounds.made();
    while (this.sending.size > 0) {
      await Promise.all(this.sending.values());
      await this.rounds.made();
    }
  }

  private async tellAll(): Promise<number> {
    while (!this.rounds.stopped && (await this.store.readOn()));
    const now = this.clock.now();
    const idle = (await this.store.waiting()).filter(({ id }) => !this.sending.has(id));
    for (const { id, nextAt } of idle) if (nextAt <= now) this.begin(id);
    const ahead = idle.flatMap(({ nextAt }) => (nextAt > now ? nextAt : []));
    return Math.min(LONGEST_WAIT_MS, ...ahead.map((at) => at - now));
  }

  /** Sends a webhook what is due for it, and looks again for what has come meanwhile. */
  private begin(webhook: string): void {
    if (this.rounds.stopped) return;
    const sent = this.sendAll(webhook)
      .catch((error: unknown) => {
        // The next round tries it again: at once, it would fail again.
        this.logger.warn(`A webhook could not be told, trying again: ${String(error)}`);
        return false;
      })
      .then((isDone) => {
        this.sending.delete(webhook);
        if (isDone && !this.rounds.stopped) this.look();
      });
    this.sending.set(webhook, sent);
  }

  private async sendAll(webhook: string): Promise<boolean> {
    while (!this.rounds.stopped) {
      const claimed = await this.store.claim(webhook);
      if (claimed.length === 0) break;
      await Promise.all(claimed.map((delivery) => this.deliver(delivery)));
    }
    return true;
  }

  private async deliver(delivery: Claimed): Promise<void> {
    const message = await this.messageOf(delivery);
    if (message === null) {
      // Erased since: there is nothing left to tell.
      await this.store.settle({ ...delivery, attempts: Infinity }, { status: null, error: 'It is gone' });
      return;
    }
    const { id, url, secret } = delivery;
    const body = message.text;
    const headers = signed(secret, { id, at: this.clock.now(), body });
    await this.store.settle(delivery, await send(url, headers, body, this.isPrivate));
  }

  /** The message as it is true now, so that nothing that was erased meanwhile is sent; null where all of it was. */
  private async messageOf({ type, about, at }: Claimed): Promise<Gated<WebhookMessage> | null> {
    const data = type === 'ping' ? {} : await this.read(type.split('.')[0] ?? '', about);
    return data === null ? null : this.gate.webhookMessage(type, at, data, this.asModerator());
  }

  private async read(what: string, id: string): Promise<StoredWebhookData | null> {
    const { reader } = this.database;
    if (what === 'order') {
      const order = await orderAt(reader, this.clock.now(), id);
      return order === undefined ? null : { order };
    }
    if (what === 'restriction') return this.restriction(id);
    if (what === 'report') {
      const [report] = await reader.query<NonNullable<StoredWebhookData['report']>>(
        `SELECT id, created_at, category, comment, account_id, target_account_id, status_ids FROM report WHERE id = $1`,
        [id],
      );
      return report === undefined ? null : { report };
    }
    const [appeal] = await reader.query<
      NonNullable<StoredWebhookData['appeal']> & { restriction_id: string }
    >('SELECT id, created_at, account_id, text, restriction_id FROM appeal WHERE id = $1', [id]);
    if (appeal === undefined) return null;
    return { ...(await this.restriction(appeal.restriction_id)), appeal };
  }

  private async restriction(id: string): Promise<StoredWebhookData | null> {
    const [restriction] = await restrictionsById(this.database.reader, [id]);
    if (restriction === undefined) return null;
    const actors = await actorsOf(this.database.reader, [id], ['restriction.imposed', 'item.decided']);
    return { restriction, actors };
  }

  /** An admin set it up for a system of theirs, so it is told as moderators are. */
  private asModerator(): Viewpoint {
    const now = this.clock.now();
    return {
      at: now,
      live: true,
      now,
      from: null,
      basis: 'unknown',
      mode: this.config.geo.mode,
      viewer: { id: 'webhooks', role: 'moderator' },
      asPublic: false,
      language: 'en',
    };
  }
}
