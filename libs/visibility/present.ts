import type { Account, Label, Mention, ProvenanceField, Status, WithheldField } from '#contract';
import {
  acctOf,
  escapeHtml,
  EVERYWHERE,
  handleKey,
  placeContent,
  tagPath,
  timeOfId,
  ulid,
  type Provenance,
  type Restriction,
  type StoredAccount,
  type StoredPost,
  type ThreadLink,
} from '#domain';
import type { JudgedAccount, JudgedPost } from './judge-stored.js';
import { UNRESTRICTED, type Judgement } from './judge.js';
import { goneText, suspendedText, tombstoneText, type Language } from './texts.js';
import type { Viewpoint } from './viewpoint.js';

/**
 * The `withheld` field: the union of the restrictions in force, and the particulars of one of them.
 *
 * @param account the owner's id: a re-post of a withheld account's post does not itself belong to a
 *   withheld account
 */
export function withheldField({ restrictions, binding }: Judgement, account: string): WithheldField | null {
  if (restrictions.length === 0) return null;
  const withholding = restrictions.filter((restriction) => restriction.kind === 'withhold');
  const first =
    earliest(binding.filter((restriction) => restriction.kind === 'withhold')) ?? earliest(withholding);
  if (first === undefined) return null;
  const countries = [...new Set(withholding.flatMap((restriction) => restriction.countries))].sort();
  return {
    country_codes: countries.includes('*') ? ['*'] : countries,
    scope: withholding.some((restriction) => restriction.subject.id === account) ? 'user' : 'tweet',
    copyright: false,
    basis: first.basis,
    order_id: first.confidential ? null : (first.order?.id ?? null),
    since: new Date(first.from).toISOString(),
  };
}

function earliest(restrictions: readonly Restriction[]): Restriction | undefined {
  return restrictions.reduce<Restriction | undefined>(
    (first, one) =>
      first === undefined || one.from < first.from || (one.from === first.from && one.id < first.id)
        ? one
        : first,
    undefined,
  );
}

function labels(restrictions: readonly Restriction[]): Label[] {
  if (restrictions.length === 0) return [];
  return (
    restrictions
      .filter((restriction) => restriction.kind === 'label')
      // Sorted, so that the same labels leave as the same bytes, in whatever order they were read.
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
      .map(({ label, basis, from }) => ({ text: label ?? '', basis, since: new Date(from).toISOString() }))
  );
}

/** Where something comes from, as the API tells it. */
export function provenanceField(
  provenance: Provenance | null,
  scenario: string | null,
): ProvenanceField | null {
  if (provenance === null || scenario === null) return null;
  const { certainty, precision, sources, note } = provenance;
  return { scenario, certainty, precision, sources, note };
}

/** Drops the note of a provenance, because it may give away what it is a note on. */
function wordless(provenance: Provenance | null): Provenance | null {
  return provenance && { ...provenance, note: null };
}

/** The address of an account's page. */
function profileUrl(account: Pick<StoredAccount, 'handle' | 'venue'>, origin: string): string {
  return `${origin}/@${acctOf(account)}`;
}

/** An account as a viewer may see it; withheld or suspended, only its handle is left. */
export function presentAccount({ account, judgement }: JudgedAccount, origin: string): Account {
  const acct = acctOf(account);
  const page = profileUrl(account, origin);
  const blank = judgement.verdict === 'withheld' || judgement.verdict === 'suspended';
  const { statuses, followers, following } = blank
    ? { statuses: 0, followers: 0, following: 0 }
    : account.counts;
  return {
    id: account.id,
    username: account.handle,
    acct,
    display_name: blank ? '' : account.displayName,
    locked: !blank && account.locked,
    bot: !blank && account.bot,
    group: false,
    discoverable: !blank && account.scenario === null,
    noindex: blank || account.scenario !== null,
    created_at: new Date(account.openedAt).toISOString(),
    note: blank || account.note === '' ? '' : `<p>${linesOf(account.note)}</p>`,
    url: page,
    uri: page,
    avatar: `${origin}/avatar.png`,
    avatar_static: `${origin}/avatar.png`,
    header: `${origin}/header.png`,
    header_static: `${origin}/header.png`,
    followers_count: followers,
    following_count: following,
    statuses_count: statuses,
    last_status_at: blank || account.lastPostAt === null ? null : dayOf(account.lastPostAt),
    emojis: [],
    fields: blank ? [] : account.fields.map(fieldOf),
    ...(judgement.verdict === 'suspended' ? { suspended: true as const } : {}),
    ...(judgement.restrictions.some(({ kind }) => kind === 'limit') ? { limited: true as const } : {}),
    venue: account.venue,
    verified: !blank && account.verified,
    kind: account.kind,
    labels: blank ? [] : labels(judgement.restrictions),
    withheld: withheldField(judgement, account.id),
    provenance: provenanceField(blank ? wordless(account.provenance) : account.provenance, account.scenario),
  };
}

/** A field of a profile as it is shown: its value is HTML. */
function fieldOf({ name, value }: StoredAccount['fields'][number]): Account['fields'][number] {
  return { name, value: escapeHtml(value), verified_at: null };
}

/** Plain text as HTML, each line in its own. */
function linesOf(text: string): string {
  return escapeHtml(text).replaceAll(/\r?\n/g, '<br>');
}

/** The parts of a viewpoint that the text of a tombstone depends on. */
export type Look = Pick<Viewpoint, 'from' | 'language'>;

/** The account and posts that are presented inside a post, each as the viewer may see it. */
export interface Presented {
  account: Account;
  reblog: Status | null;
  quote: Status | null;
}

/**
 * A post as its verdict has it, in full or as a tombstone. The viewer's own flags are not in it: see
 * `withFlags`.
 *
 * @throws where it is deleted or does not exist yet: such a post is never presented
 */
export function presentPost(judged: JudgedPost, presented: Presented, look: Look, origin: string): Status {
  const { judgement } = judged;
  const post = judged.concealsAnswered
    ? { ...judged.post, inReplyTo: null, inReplyToAccount: null }
    : judged.post;
  switch (judgement.verdict) {
    case 'full':
    case 'labelled':
      return presentFull(post, judgement, presented, origin);
    case 'withheld':
    case 'suspended':
      return presentTombstone(post, judgement, presented.account, look);
    case 'deleted':
    case 'absent':
      throw new Error(`Nothing is presented of what is ${judgement.verdict}`);
  }
}

/** A presented post with the viewer's flags: on it, and on the post that it re-posts or quotes. */
export function withFlags(status: Status, judged: JudgedPost, viewer: string | null): Status {
  const { post, reblog, quote } = judged;
  if (status.tombstone) return status;
  const passedOn =
    status.reblog !== null && reblog !== null ? withFlags(status.reblog, reblog, viewer) : null;
  const shown = status.quote?.quoted_status ?? null;
  const quoted = shown !== null && quote !== null ? withFlags(shown, quote, viewer) : null;
  const isOwn = viewer !== null && viewer === post.account.id;
  const isSame = passedOn === status.reblog && quoted === shown;
  const { kept } = post;
  // Whoever is told apart from others, since something of theirs is restricted, must not notice it by this.
  const pinned = isOwn && kept !== undefined && post.repostOf === null ? { pinned: kept.pinned } : null;
  const [bookmarked, muted] = [kept?.bookmarked === true, kept?.muted === true];
  if (isSame && !post.liked && !post.reposted && !bookmarked && !muted && pinned === null) return status;
  return {
    ...status,
    reblog: passedOn,
    quote: quoted === null ? status.quote : { state: 'accepted', quoted_status: quoted },
    favourited: post.liked,
    reblogged: post.reposted,
    bookmarked,
    muted,
    ...pinned,
  };
}

/** The `quote` field. A quote outlives the post that it quotes, and then says that it is deleted. */
function quoteField(
  { quoteOf, quoteErased }: Pick<StoredPost, 'quoteOf' | 'quoteErased'>,
  quoted: Status | null,
): Status['quote'] {
  if (quoted !== null) return { state: 'accepted', quoted_status: quoted };
  return quoteOf === null && quoteErased === undefined ? null : { state: 'deleted', quoted_status: null };
}

/** The day of an instant (ms since the epoch), in UTC. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

function presentFull(
  post: StoredPost,
  judgement: Judgement,
  { account, reblog, quote }: Presented,
  origin: string,
): Status {
  return statusOf(post, judgement, account, {
    ...wordsOf(post, origin),
    inReplyToAccount: post.inReplyToAccount,
    sensitive: post.sensitive,
    spoilerText: post.spoilerText,
    language: post.language,
    counts: post.counts,
    editedAt: post.editedAt,
    reblog,
    quote: quoteField(post, quote),
    tags: post.tags.length === 0 ? [] : post.tags.map((name) => ({ name, url: origin + tagPath(name) })),
    limited: judgement.restrictions.some(({ kind }) => kind === 'limit'),
    labels: labels(judgement.restrictions),
    tombstone: false,
  });
}

/** The content of a post, and the accounts that it mentions. */
function wordsOf(post: StoredPost, origin: string): Pick<Shown, 'content' | 'mentions'> {
  const known = new Map(
    post.mentions.map((account) => [
      handleKey(account.venue, account.handle),
      {
        id: account.id,
        username: account.handle,
        url: profileUrl(account, origin),
        acct: acctOf(account),
      },
    ]),
  );
  const named = new Set<Mention>();
  const content = placeContent(post.content, origin, (key) => {
    const mention = known.get(key);
    if (mention !== undefined) named.add(mention);
    return mention?.url;
  });
  return { content, mentions: [...named] };
}

/** A tombstone: says that a post was there, by whom, and why it is not shown. */
function presentTombstone(post: StoredPost, judgement: Judgement, account: Account, look: Look): Status {
  return statusOf(post, judgement, account, {
    ...NOTHING_SHOWN,
    content: `<p>${escapeHtml(statement(post.account, judgement, look))}</p>`,
  });
}

/**
 * A tombstone in a thread for a post that its author deleted or had erased: says that something was there,
 * when, and what it answered. Not who wrote it, nor what had been imposed on it.
 */
export function presentGone({ id, inReplyTo }: ThreadLink, origin: string, language: Language): Status {
  const at = timeOfId(id);
  const place = { id, at, inReplyTo, visibility: 'public', scenario: null, provenance: null } as const;
  const nobody = presentAccount({ account: NOBODY, judgement: UNRESTRICTED }, origin);
  return statusOf({ ...place, account: NOBODY }, UNRESTRICTED, nobody, {
    ...NOTHING_SHOWN,
    content: `<p>${escapeHtml(goneText(language))}</p>`,
  });
}

/** The author of a post whose author is not told. No account has this id or can have this name. */
const NOBODY: StoredAccount = {
  id: ulid(0, new Uint8Array(10)),
  venue: 'home',
  handle: '-deleted-',
  displayName: '',
  note: '',
  bot: false,
  locked: false,
  fields: [],
  verified: false,
  kind: 'person',
  openedAt: 0,
  counts: { statuses: 0, followers: 0, following: 0 },
  lastPostAt: null,
  scenario: null,
  provenance: null,
  restrictions: [],
};

/** The one statement of why something is not shown, as plain text. */
export function statement(account: StoredAccount, judgement: Judgement, look: Look): string {
  const acct = acctOf(account);
  const onAccount = judgement.binding.some(({ subject }) => subject.id === account.id);
  if (judgement.verdict === 'suspended')
    return suspendedText(onAccount ? 'account' : 'post', acct, look.language);
  const first = earliest(judgement.binding);
  // "Withheld in Réunion", even if the restriction names France. Withheld everywhere, no country is named.
  const somewhere = first !== undefined && !first.countries.includes(EVERYWHERE);
  return tombstoneText(
    onAccount ? 'account' : 'post',
    first?.basis ?? 'legal_demand',
    acct,
    somewhere ? look.from : null,
    look.language,
  );
}

/** The fields of a status that depend on whether it is shown. */
interface Shown {
  inReplyToAccount: string | null;
  sensitive: boolean;
  spoilerText: string;
  language: string | null;
  counts: StoredPost['counts'];
  editedAt: number | null;
  content: string;
  reblog: Status | null;
  quote: Status['quote'];
  mentions: Mention[];
  tags: Status['tags'];
  limited: boolean;
  labels: Label[];
  tombstone: boolean;
}

/** The values of those fields in a status that is not shown. */
const NOTHING_SHOWN: Omit<Shown, 'content'> = {
  inReplyToAccount: null,
  sensitive: false,
  spoilerText: '',
  language: null,
  counts: { likes: 0, reposts: 0, replies: 0 },
  editedAt: null,
  reblog: null,
  quote: null,
  mentions: [],
  tags: [],
  limited: false,
  labels: [],
  tombstone: true,
};

/** The fields of a post that are told whether it is shown or not. */
type Placed = Pick<
  StoredPost,
  'id' | 'at' | 'account' | 'inReplyTo' | 'visibility' | 'scenario' | 'provenance'
>;

/** Every status leaves in this one shape, whatever is in it. */
function statusOf(post: Placed, judgement: Judgement, account: Account, shown: Shown): Status {
  const page = `${account.url}/${post.id}`;
  return {
    id: post.id,
    created_at: new Date(post.at).toISOString(),
    in_reply_to_id: post.inReplyTo,
    in_reply_to_account_id: shown.inReplyToAccount,
    sensitive: shown.sensitive,
    spoiler_text: shown.spoilerText,
    visibility: post.visibility,
    language: shown.language,
    uri: page,
    url: page,
    replies_count: shown.counts.replies,
    reblogs_count: shown.counts.reposts,
    favourites_count: shown.counts.likes,
    quotes_count: 0,
    edited_at: shown.editedAt === null ? null : new Date(shown.editedAt).toISOString(),
    content: shown.content,
    reblog: shown.reblog,
    quote: shown.quote,
    account,
    media_attachments: [],
    mentions: shown.mentions,
    tags: shown.tags,
    emojis: [],
    card: null,
    poll: null,
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    ...(shown.limited ? { limited: true as const } : {}),
    labels: shown.labels,
    withheld: withheldField(judgement, post.account.id),
    tombstone: shown.tombstone,
    provenance: provenanceField(shown.tombstone ? wordless(post.provenance) : post.provenance, post.scenario),
  };
}
