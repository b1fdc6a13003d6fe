import { STREAM_KINDS, type StreamKind, type StreamName } from '#contract';
import {
  holds,
  isSearched,
  mayHoldOf,
  type Feed,
  type FeedName,
  type LoggedEvent,
  type StoredAccount,
  type StoredPost,
} from '#domain';

/** The feed of each kind of stream: a stream holds the posts that the page of its feed holds. */
const FEED_OF: Readonly<Record<StreamKind, FeedName>> = {
  public: 'public',
  'public:local': 'local',
  user: 'home',
  'venue:': 'venue',
  'scenario:': 'scenario',
  'hashtag:': 'hashtag',
  'account:': 'account',
};

/** The fields of a post that streams are keyed by. */
type Keyed = Pick<StoredPost, 'account' | 'scenario' | 'tags'>;

/** The keys of the streams of a kind that may hold a post; none of `user`, whose key is the viewer. */
const KEYS_OF: Readonly<Record<StreamKind, (post: Keyed) => readonly (string | null)[]>> = {
  public: () => [null],
  'public:local': () => [null],
  user: () => [],
  'venue:': ({ account }) => [account.venue],
  'scenario:': ({ scenario }) => (scenario === null ? [] : [scenario]),
  'hashtag:': ({ tags }) => tags,
  'account:': ({ account }) => [account.id],
};

/**
 * The feed that a stream tells of.
 *
 * @param viewer whose a `user` stream is, by account id
 */
export function feedOf(stream: StreamName, viewer: string | null = null): Feed {
  const kind = kindOf(stream);
  const name = FEED_OF[kind];
  if (kind === 'public') return { name, key: null };
  if (kind === 'public:local') return { name, key: 'home' };
  if (kind === 'user') return { name, key: viewer };
  return { name, key: stream.slice(kind.length) };
}

/** The hashtag of a stream that is searched, and so tells nothing of what its page leaves out; null of others. */
export function searchedTag(stream: StreamName): string | null {
  const feed = feedOf(stream);
  return isSearched(feed) ? feed.key : null;
}

/** The streams that hold a post, but for `user` streams, which hold what the viewer and whom they follow write. */
export function streamsOf(post: StoredPost): StreamName[] {
  return streamsKeyedBy(post).filter((stream) => holds(feedOf(stream), post));
}

/** The streams whose posts may be by an account, but for `user` streams, and those of hashtags, which all may. */
export function streamsAbout(account: StoredAccount): StreamName[] {
  const keyed = { account, scenario: account.scenario, tags: [] };
  return streamsKeyedBy(keyed).filter((stream) => mayHoldOf(feedOf(stream), account));
}

function streamsKeyedBy(post: Keyed): StreamName[] {
  return STREAM_KINDS.flatMap((kind) =>
    KEYS_OF[kind](post).map((key) => `${kind}${key ?? ''}` as StreamName),
  );
}

/** The streams that have a frame for an event of no post and no account: of an order, or a row of context. */
export function streamsToldOf({ type, scenario }: LoggedEvent): StreamName[] {
  if (!type.startsWith('order.') && type !== 'item.decided' && type !== 'context.added') return [];
  return scenario === null ? ['public'] : ['public', `scenario:${scenario.id}`];
}

function kindOf(stream: StreamName): StreamKind {
  const exact = STREAM_KINDS.find((kind) => kind === stream);
  const kind = exact ?? STREAM_KINDS.find((one) => one.endsWith(':') && stream.startsWith(one));
  if (kind === undefined) throw new Error(`${stream} is of no kind of stream`);
  return kind;
}
