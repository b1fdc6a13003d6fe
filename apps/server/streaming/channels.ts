import type { StreamName } from '#contract';
import { isTag, normaliseTag } from '#domain';
import type { GatedFrame } from '../live/gated-frame.js';
import { toBoolean } from '../http/requests/as-boolean.js';

/** One of Mastodon's streams, as somebody listens to it. */
export interface Channel {
  /** As each message names it: `["hashtag", "tea"]`. */
  readonly name: readonly string[];
  /** The stream of ours that it is told from; null where nothing ever happens on it. */
  readonly stream: StreamName | null;
  /** Whether it is one's own. */
  readonly isOnesOwn: boolean;
  /** Whether a frame of that stream is told on it. */
  takes(frame: GatedFrame): boolean;
}

/** A request for a stream as it came, of which nothing is known yet. */
export interface Asked {
  stream?: unknown;
  tag?: unknown;
  list?: unknown;
  only_media?: unknown;
}

/** Why there is no such stream, with the HTTP status that says so. */
export interface NoChannel {
  error: string;
  status: number;
}

const ALL = (): boolean => true;

/** Posts of other venues than this server's own: their authors' addresses name one. Of what is gone that is not known. */
const REMOTE = ({ type, payload }: GatedFrame): boolean =>
  type === 'update' || type === 'status.update' ? payload.value.account.acct.includes('@') : true;

const LOCAL = (frame: GatedFrame): boolean =>
  frame.type === 'update' || frame.type === 'status.update' ? !REMOTE(frame) : true;

/**
 * The streams that have no parameter. No post has media: such a stream is let be listened to, as Mastodon has it,
 * and nothing happens on it.
 */
const PLAIN: Readonly<Record<string, Omit<Channel, 'name'>>> = {
  user: { stream: 'user', isOnesOwn: true, takes: ({ type }) => type !== 'conversation' },
  'user:notification': {
    stream: 'user',
    isOnesOwn: true,
    takes: ({ type }) => type === 'notification' || type === 'notifications_merged',
  },
  public: { stream: 'public', isOnesOwn: false, takes: ALL },
  'public:local': { stream: 'public:local', isOnesOwn: false, takes: ALL },
  'public:remote': { stream: 'public', isOnesOwn: false, takes: REMOTE },
  'public:media': { stream: null, isOnesOwn: false, takes: ALL },
  'public:local:media': { stream: null, isOnesOwn: false, takes: ALL },
  'public:remote:media': { stream: null, isOnesOwn: false, takes: ALL },
  direct: { stream: 'user', isOnesOwn: true, takes: ({ type }) => type === 'conversation' },
};

/** The streams of a hashtag. */
const OF_TAG: Readonly<Record<string, Channel['takes']>> = { hashtag: ALL, 'hashtag:local': LOCAL };

/**
 * Finds the stream that is asked for, by Mastodon's names.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/#streams
 */
export function channelOf({ stream, tag, list, only_media }: Asked): Channel | NoChannel {
  if (typeof stream !== 'string') return { error: 'Missing stream name parameter', status: 400 };
  const takes = Object.hasOwn(OF_TAG, stream) ? OF_TAG[stream] : undefined;
  if (takes !== undefined) {
    if (typeof tag !== 'string' || tag === '') return { error: 'Missing tag name parameter', status: 400 };
    const written = normaliseTag(tag.replace(/^#/, ''));
    if (!isTag(written)) return { error: 'tag is no hashtag', status: 422 };
    return { name: [stream, written], stream: `hashtag:${written}`, isOnesOwn: false, takes };
  }
  if (stream === 'list')
    return typeof list === 'string' && list !== ''
      ? { error: 'Not authorized to stream this list', status: 404 }
      : { error: 'Missing list name parameter', status: 400 };
  const ofMedia = toBoolean(only_media) === true && stream.startsWith('public') && !stream.endsWith(':media');
  const name = ofMedia ? `${stream}:media` : stream;
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  if (plain === undefined) return { error: 'Unknown stream type', status: 400 };
  return { name: [name], ...plain };
}
