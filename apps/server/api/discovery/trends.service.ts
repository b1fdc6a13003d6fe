import { Inject, Injectable } from '@nestjs/common';
import type { Status, Tag } from '#contract';
import type { Database } from '#database';
import { ulid } from '#domain';
import { limitedTags, statusesById, type Place } from '#projections';
import {
  DiscoveryGate,
  Gate,
  rankedStatuses,
  rankedTags,
  trendsSince,
  usesOf,
  type Gated,
  type Viewpoint,
} from '#visibility';
import { readFeed } from '../../feeds/read-feed.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { DATABASE } from '../../platform/tokens.js';
import { FollowedTagsStore } from './followed-tags.store.js';

/** How many posts trends are counted over, the newest of the days: so much work is a request, and no more. */
const COUNTED = 300;
const FIRST_ENTROPY = new Uint8Array(10);

/** Trends of the country that one looks from, counted anew for each request over what is shown there to anybody. */
@Injectable()
export class Trends {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly discovery: DiscoveryGate,
    private readonly followed: FollowedTagsStore,
  ) {}

  /**
   * The posts over which trends are counted, as anybody is shown them there: so that trends are the same for all who
   * look from one place, and nobody's rank or count tells of what is withheld.
   */
  async counted(viewpoint: Viewpoint, place: Place): Promise<Gated<Status[]>> {
    const anybody = { ...viewpoint, asPublic: true };
    const sinceId = ulid(Math.max(0, trendsSince(viewpoint.at)), FIRST_ENTROPY);
    const page = { limit: COUNTED, sinceId };
    const feed = { name: 'trends', key: null } as const;
    return (await readFeed(this.database.reader, this.gate, feed, anybody, page, { place })).statuses;
  }

  /** Hashtags that trend, with how they are used. What is limited is not among them. */
  async tags(
    viewpoint: Viewpoint,
    place: Place,
    { limit, from }: { limit: number; from: number },
  ): Promise<Gated<Tag[]>> {
    const counted = await this.counted(viewpoint, place);
    const ranked = rankedTags(usesOf(counted.value));
    const limited = await limitedTags(this.database.reader, ranked, readAt({ ...viewpoint, asPublic: true }));
    const names = ranked.filter((name) => !limited.has(name)).slice(from, from + limit);
    return this.discovery.tags(names, counted, viewpoint.at, await this.followed.among(names, viewpoint));
  }

  /** Posts that trend; whose author is kept apart from whoever looks is left out. */
  async statuses(
    viewpoint: Viewpoint,
    place: Place,
    { limit, from }: { limit: number; from: number },
  ): Promise<Gated<Status[]>> {
    const ranked = rankedStatuses((await this.counted(viewpoint, place)).value);
    const { posts } = await statusesById(this.database.reader, readAt(viewpoint), ranked);
    const want = { limit: from + limit, oldestFirst: false, reposts: true };
    const { ids } = this.gate.listed({ ids: ranked, posts }, viewpoint, 'trends', want);
    return this.gate.listed({ ids: ids.slice(from), posts }, viewpoint, 'trends').statuses;
  }
}
