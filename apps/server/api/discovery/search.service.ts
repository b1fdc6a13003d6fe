import { Inject, Injectable } from '@nestjs/common';
import type { Account, Search, Status, Tag } from '#contract';
import type { Database } from '#database';
import { askedFor, isId, isTag, normaliseTag, parseAcct } from '#domain';
import {
  accountIdsByHandle,
  limitedTags,
  statusesById,
  tagsBeginning,
  type Narrowed,
  type PageRequest,
  type Place,
} from '#projections';
import { DiscoveryGate, Gate, seesAll, viewerOf, type Gated, type Viewpoint } from '#visibility';
import { readFeed } from '../../feeds/read-feed.js';
import { namedHere, type NamedHere } from '../../http/requests/named-here.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { FoundAccounts, withoutHost } from '../accounts/found-accounts.js';
import { FollowedTagsStore } from './followed-tags.store.js';
import { Trends } from './trends.service.js';

/** A query with its filters. */
export interface Sought {
  q: string;
  type: 'accounts' | 'hashtags' | 'statuses' | null;
  place: Place;
  /** Whether of accounts those alone are wanted whom the viewer follows. */
  following: boolean;
  /** The account whose posts alone are wanted. */
  by: string | null;
  /** Which page, and of how many. */
  page: PageRequest;
  /** How many of each list are passed over. */
  from: number;
}

/** How many hashtags are looked at for a page, at most: some are used in posts alone that are left out. */
const MOST_TAGS = 200;
const TAGS_AT_ONCE = 40;

/** Finds accounts, hashtags and posts. A place that is searched: nothing in it tells of what is left out. */
@Injectable()
export class Searching {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly discovery: DiscoveryGate,
    private readonly accounts: FoundAccounts,
    private readonly trends: Trends,
    private readonly followed: FollowedTagsStore,
    private readonly origin: Origin,
  ) {}

  async find(sought: Sought, viewpoint: Viewpoint): Promise<Gated<Search>> {
    const { q, type, page } = sought;
    if (/^https?:\/\//i.test(q)) return this.atAddress(sought, viewpoint);
    const of = (one: Sought['type']): Sought =>
      type === null || type === one ? sought : { ...sought, page: { ...page, limit: 0 } };
    return this.discovery.found({
      accounts: await this.accountsOf(of('accounts'), viewpoint),
      statuses: await this.statusesOf(of('statuses'), viewpoint),
      hashtags: await this.hashtagsOf(of('hashtags'), viewpoint),
    });
  }

  /** The one thing that an address of this server names, if it is of the type that is wanted. */
  private async atAddress({ q, type, place }: Sought, viewpoint: Viewpoint): Promise<Gated<Search>> {
    const named = namedHere(q, this.origin.url);
    const is = named === 'elsewhere' ? null : named;
    const wants = (one: Sought['type']): boolean => type === null || type === one;
    const account = is?.type === 'account' && wants('accounts') ? await this.idOf(is) : null;
    const post = is?.type === 'post' && wants('statuses') && isId(is.id) ? is.id : null;
    const { reader } = this.database;
    const read = await statusesById(reader, readAt(viewpoint), post === null ? [] : [post]);
    const tag = is?.type === 'hashtag' && wants('hashtags') ? [normaliseTag(is.tag)] : [];
    return this.discovery.found({
      accounts: await this.accounts.byId(account === null ? [] : [account], viewpoint),
      statuses: this.gate.listed(read, viewpoint, 'search').statuses,
      hashtags: await this.told(await this.shown(tag, place, viewpoint), place, viewpoint),
    });
  }

  /**
   * A hashtag, with how it is used where its page holds something for whoever looks; else as one that nobody uses.
   *
   * @param follows whether whoever looks follows it, where they have just said so
   */
  async tag(name: string, viewpoint: Viewpoint, follows?: boolean): Promise<Gated<Tag>> {
    const isShown = (await this.shown([name], 'people', viewpoint)).length > 0;
    const counted = isShown ? await this.trends.counted(viewpoint, 'people') : null;
    const followed =
      follows === undefined ? await this.followed.among([name], viewpoint) : new Set(follows ? [name] : []);
    return this.discovery.tag([name], counted, viewpoint.at, followed);
  }

  /** Hashtags that whoever looks has named themself, each as `tag` tells of it. */
  async named(names: readonly string[], viewpoint: Viewpoint): Promise<Gated<Tag[]>> {
    const limited = seesAll(viewpoint)
      ? undefined
      : await limitedTags(this.database.reader, names, readAt(viewpoint));
    return this.told(names, 'people', viewpoint, limited);
  }

  private async idOf(named: Extract<NamedHere, { type: 'account' }>): Promise<string | null> {
    if ('id' in named) return isId(named.id) ? named.id : null;
    const key = parseAcct(named.acct);
    return key === null ? null : ((await accountIdsByHandle(this.database.reader, [key])).get(key) ?? null);
  }

  private accountsOf({ q, following, page, from }: Sought, viewpoint: Viewpoint): Promise<Gated<Account[]>> {
    const followedBy = following ? viewerOf(viewpoint) : null;
    return this.accounts.byHandle(
      withoutHost(q, this.origin.url),
      { limit: page.limit, from, followedBy },
      viewpoint,
    );
  }

  private async statusesOf(
    { q, place, by, page, from }: Sought,
    viewpoint: Viewpoint,
  ): Promise<Gated<Status[]>> {
    const { reader } = this.database;
    const feed = { name: 'search', key: q } as const;
    const whose = await this.whose(q, by, viewpoint);
    const read = (look: Viewpoint, part: PageRequest): ReturnType<typeof readFeed> =>
      readFeed(reader, this.gate, feed, look, whose === null ? { limit: 0 } : part, { place, ...whose });
    if (from === 0 || page.limit === 0) return (await read(viewpoint, page)).statuses;
    // Results before the offset are shown to nobody, so the audit does not tell of them.
    const { ids } = await read({ ...viewpoint, exempted: new Set() }, { ...page, limit: from });
    const isUpwards = page.minId !== undefined;
    const last = (isUpwards ? ids[0] : ids.at(-1)) ?? '';
    const rest = ids.length < from ? { ...page, limit: 0 } : page;
    return (await read(viewpoint, isUpwards ? { ...rest, minId: last } : { ...rest, maxId: last })).statuses;
  }

  /**
   * Whose posts are wanted, and whose are not: by the query's `from:`, and the account that is named beside it.
   *
   * @returns null where they are to be of nobody who is here, or of two at once
   */
  private async whose(
    q: string,
    account: string | null,
    viewpoint: Viewpoint,
  ): Promise<Pick<Narrowed, 'by' | 'notBy'> | null> {
    const named = askedFor(q).operators.flatMap((one) => (one.name === 'from' ? [one] : []));
    const keyOf = (acct: string): string => parseAcct(withoutHost(acct, this.origin.url)) ?? '';
    const known = await accountIdsByHandle(
      this.database.reader,
      named.map(({ acct }) => keyOf(acct)),
    );
    const idOf = (acct: string): string | null =>
      acct === 'me' ? viewerOf(viewpoint) : (known.get(keyOf(acct)) ?? null);
    const ids = (not: boolean): (string | null)[] =>
      named.filter((one) => one.not === not).map(({ acct }) => idOf(acct));
    const wanted = new Set(account === null ? ids(false) : [account, ...ids(false)]);
    const notBy = ids(true).filter((id) => id !== null);
    if (wanted.size === 0) return { notBy };
    const [by] = wanted;
    // Text that is no id is nobody's.
    return wanted.size === 1 && typeof by === 'string' && isId(by) ? { by, notBy } : null;
  }

  private async hashtagsOf({ q, place, page, from }: Sought, viewpoint: Viewpoint): Promise<Gated<Tag[]>> {
    const shown: string[] = [];
    const most = page.limit === 0 || !isTag(q) ? 0 : from + page.limit;
    let after: string | null = null;
    for (let looked = 0; shown.length < most && looked < MOST_TAGS; looked += TAGS_AT_ONCE) {
      const at: { after: string | null; limit: number } = { after, limit: TAGS_AT_ONCE };
      const names = await tagsBeginning(this.database.reader, normaliseTag(q), at);
      shown.push(...(await this.shown(names, place, viewpoint)));
      if (names.length < TAGS_AT_ONCE) break;
      after = names.at(-1) ?? null;
    }
    return this.told(shown.slice(from, most), place, viewpoint);
  }

  /** Those of some hashtags whose pages hold something for whoever looks: of any other nothing tells that it is used. */
  private async shown(names: readonly string[], place: Place, viewpoint: Viewpoint): Promise<string[]> {
    const shown: string[] = [];
    for (const name of names) {
      const feed = { name: 'hashtag', key: name } as const;
      const look = { ...viewpoint, exempted: new Set<string>() };
      const { ids } = await readFeed(this.database.reader, this.gate, feed, look, { limit: 1 }, { place });
      if (ids.length > 0) shown.push(name);
    }
    return shown;
  }

  private async told(
    names: readonly string[],
    place: Place,
    viewpoint: Viewpoint,
    unused?: ReadonlySet<string>,
  ): Promise<Gated<Tag[]>> {
    const counted = names.length === 0 ? null : await this.trends.counted(viewpoint, place);
    const followed = await this.followed.among(names, viewpoint);
    return this.discovery.tags(names, counted, viewpoint.at, followed, unused);
  }
}
