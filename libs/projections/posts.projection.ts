import { isForSome, readText, type LoggedEvent } from '#domain';
import { provenanceText, type Fold } from './fold.js';
import { searchedRow } from './searched.js';

export function foldPostPublished(fold: Fold, event: LoggedEvent<'post.published'>): void {
  const { text, spoiler_text, sensitive, language, visibility, in_reply_to, in_reply_to_account, quote_of } =
    event.payload;
  const head = postHead(event);
  const { content, tags, mentions } = readText(text, head.venue);
  fold.insert('post', {
    ...head,
    text,
    content,
    spoiler_text,
    sensitive: sensitive ? 1 : 0,
    language,
    visibility,
    tags: JSON.stringify(tags),
    mentions: JSON.stringify(mentions),
    in_reply_to,
    in_reply_to_account,
    repost_of: null,
    quote_of,
  });
  for (const tag of tags) fold.insert('post_tag', { tag, post_id: event.subject });
  fold.told.mentions(event, mentions);
  if (visibility === 'direct') fold.talks.addresses(event, mentions);
  if (visibility === 'public') fold.insert('post_words', searchedRow(event, event.subject));
  // Nobody is told of what is not for them: what is for some people alone counts nowhere.
  if (!isForSome(visibility)) fold.accountCounts.add(event.actor ?? '', event.at, 'statuses', 1);
  if (in_reply_to === null) return;
  fold.insert('reply', { id: event.subject, in_reply_to });
  if (!isForSome(visibility)) fold.postCounts.add(in_reply_to, event.at, 'replies', 1);
}

export function foldPostEdited(fold: Fold, event: LoggedEvent<'post.edited'>): void {
  const { text, spoiler_text, sensitive, language } = event.payload;
  const { content, tags, mentions } = readText(text, event.venue ?? 'home');
  fold.insert('post_version', {
    id: event.id,
    post_id: event.subject,
    at: event.at,
    text,
    content,
    spoiler_text,
    sensitive: sensitive ? 1 : 0,
    language,
    tags: JSON.stringify(tags),
    mentions: JSON.stringify(mentions),
  });
  // Of whom it is for no edit tells, so what is for some people alone has a row, too, which no search reads.
  fold.insert('post_words', searchedRow(event, event.id));
  fold.edits.set(event.subject, event.at);
  fold.told.mentions(event, mentions);
  fold.talks.addresses(event, mentions);
  // A hashtag that it has had before is there already.
  for (const tag of tags) fold.insert('post_tag', { tag, post_id: event.subject });
}

export function foldPostReposted(fold: Fold, event: LoggedEvent<'post.reposted'>): void {
  const { of, visibility } = event.payload;
  fold.insert('post', {
    ...postHead(event),
    text: '',
    content: '',
    spoiler_text: '',
    sensitive: 0,
    language: null,
    visibility,
    tags: '[]',
    mentions: '[]',
    in_reply_to: null,
    in_reply_to_account: null,
    repost_of: of,
    quote_of: null,
  });
  fold.told.deed('reblog', { id: event.subject, actor: event.actor ?? '', post: of });
  fold.accountCounts.add(event.actor ?? '', event.at, 'statuses', 1);
  fold.postCounts.add(of, event.at, 'reposts', 1);
}

export function foldLike(fold: Fold, event: LoggedEvent<'post.liked' | 'post.unliked'>): void {
  const { id, at, subject } = event;
  const actor = event.actor ?? '';
  const by = event.type === 'post.liked' ? 1 : -1;
  if (by === 1) {
    fold.likes.begin({ id, actor, subject, from_at: at, until_at: null });
    fold.told.deed('favourite', { id, actor, post: subject });
  } else fold.likes.end({ actor, subject }, at);
  fold.postCounts.add(subject, at, 'likes', by);
}

function postHead(event: LoggedEvent<'post.published' | 'post.reposted'>) {
  return {
    id: event.subject,
    account_id: event.actor ?? '',
    venue: event.venue ?? 'home',
    at: event.at,
    deleted_at: null,
    scenario: event.scenario?.id ?? null,
    provenance: provenanceText(event.provenance),
  };
}
