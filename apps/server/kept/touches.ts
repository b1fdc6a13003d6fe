import { ID_PATTERN, ruleOf, type EventType, type Feed, type LoggedEvent } from '#domain';

/** Something that an answer stands on: an id that it names, or a feed whose rows it holds. */
export type Ground = string;

/** The grounds that some events change, or everything. */
export type Touched = ReadonlySet<Ground> | 'everything';

/**
 * The types of events that change no more than what they name, and the feeds that take them in. Any other, such as
 * a restriction or a deletion, may change what names it no longer: a tombstone does not say what it stood on.
 * It is the same for an account that is opened, whom posts of before may mention in a story.
 */
const NARROW: ReadonlySet<EventType> = new Set<EventType>([
  'account.followed',
  'account.unfollowed',
  'account.follow_requested',
  'account.follow_withdrawn',
  'account.follow_rejected',
  'post.published',
  'post.reposted',
  'post.liked',
  'post.unliked',
]);

const IDS = new RegExp(ID_PATTERN, 'g');

/** Everything that some events touch, by the events alone: nothing is read for it, so nothing is waited for. */
export function touchedBy(events: readonly LoggedEvent[]): Touched {
  const touched = new Set<Ground>();
  for (const event of events) {
    if (!NARROW.has(event.type)) return 'everything';
    for (const ground of [...namedBy(event), ...feedsOf(event)]) touched.add(ground);
  }
  return touched;
}

/**
 * The grounds of an answer: each id in it, of whatever. Counts and flags stand beside the id of what they are of.
 *
 * @param feed the feed that it is a page of; null where it is no page
 * @returns null where it stands on what is told by no event
 */
export function groundsOf(text: string, feed: Feed | null): Set<Ground> | null {
  const grounds = idsIn(text);
  if (feed === null) return grounds;
  const { keyedBy } = ruleOf(feed);
  if (keyedBy === 'follower' || keyedBy === 'root') return null;
  // A hashtag stands in the words, which are read elsewhere: whatever is posted may have it.
  return grounds.add(`${keyedBy ?? 'all'} ${keyedBy === 'hashtag' ? '' : (feed.key ?? '')}`);
}

/** The things that change with what happens to what an event names; nothing is counted for whoever likes. */
function namedBy(event: LoggedEvent): Iterable<Ground> {
  const isLike = event.type === 'post.liked' || event.type === 'post.unliked';
  return isLike ? [event.subject] : idsIn(JSON.stringify(event));
}

/** The feeds that may take in what an event makes. */
function feedsOf({ type, actor, venue, scenario }: LoggedEvent): Ground[] {
  if (type !== 'post.published' && type !== 'post.reposted') return [];
  return [
    'all ',
    'hashtag ',
    `venue ${venue ?? ''}`,
    `account ${actor ?? ''}`,
    `scenario ${scenario?.id ?? ''}`,
  ];
}

function idsIn(text: string): Set<Ground> {
  return new Set(text.match(IDS));
}
