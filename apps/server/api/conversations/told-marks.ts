import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Config } from '#config';
import type { Database } from '#database';
import { viewpointOf, type Audience } from '../../live/audience.js';
import type { Listener } from '../../live/listener.js';
import { LiveService } from '../../live/live.service.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, DATABASE } from '../../platform/tokens.js';
import { ConversationsService } from './conversations.service.js';

/** Of how many marks it is remembered that they were told. */
const REMEMBERED = 1_000;

/**
 * Tells somebody's own stream what they have marked of a conversation, on whichever device and by whichever process:
 * marks are in no log, so commits say of them whose they are. As with Mastodon, nothing tells that one was removed.
 * A notice that is lost is not told again: the list has it.
 */
@Injectable()
export class ToldMarks implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Conversations');
  /** Marks are told one after the other, so that the last one is told last. */
  private telling: Promise<void> = Promise.resolve();
  private readonly heard = new Set<string>();
  private stop: () => void = () => undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly live: LiveService,
    private readonly conversations: ConversationsService,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.stop = this.database.onCommit((about) => {
      const [what, account, talk] = about?.split(' ') ?? [];
      if (what !== 'talk' || account === undefined || talk === undefined || !this.isNew(about ?? '')) return;
      this.telling = this.telling
        .then(() => this.tell(account, talk))
        .catch((error: unknown) => this.logger.warn(`A mark could not be told: ${String(error)}`));
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop();
    await this.telling;
  }

  /** Whether a commit is heard of for the first time: on PostgreSQL a process hears of its own twice. */
  private isNew(about: string): boolean {
    if (this.heard.has(about)) return false;
    this.heard.add(about);
    const [first = ''] = this.heard;
    if (this.heard.size > REMEMBERED) this.heard.delete(first);
    return true;
  }

  private async tell(account: string, talk: string): Promise<void> {
    for (const [listener, audience] of this.live.ownStreamsOf(account))
      await this.tellOne(listener, audience, talk);
  }

  private async tellOne(listener: Listener, audience: Audience, talk: string): Promise<void> {
    const { viewer } = audience;
    const now = this.clock.now();
    const moment = { at: now, now, live: true, mode: this.config.geo.mode };
    const found = viewer && (await this.conversations.one(talk, viewer, viewpointOf(audience, moment)));
    if (found === null) return;
    this.live.tellOwn(listener, audience, {
      seq: this.live.position,
      at: new Date(now).toISOString(),
      stream: audience.stream,
      type: 'conversation',
      payload: found.shown,
    });
  }
}
