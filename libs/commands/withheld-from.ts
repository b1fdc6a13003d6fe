import { isForSome, pairKey, type Command, type PostState, type Refusal, type World } from '#domain';
import { accountPart, judge, partsOf, type Judged, type SubjectPart, type Verdict } from '#visibility';

/**
 * Refuses a command that acts on what is withheld from the person who asks: a like, re-post, quote or reply of
 * a post, following an account, letting one follow. Undoing stays open. Null where nothing is withheld.
 */
export function withheldFrom(world: World, command: Command): Refusal | null {
  for (const id of actedOn(command))
    if (verdictFor(world, command, id) === 'withheld')
      return { kind: 'withheld', message: 'The post is withheld', subject: { type: 'post', id } };
  // No restriction binds a scenario's commands.
  const isFollow = command.type === 'follow-account' || command.type === 'authorize-follow';
  if (isFollow && command.meta.viewpoint !== null) {
    const id = command.body.account;
    const parts = [accountPart({ id, restrictions: world.restrictionsOn({ type: 'account', id }) })];
    if (verdictOn(parts, command) === 'withheld')
      return { kind: 'withheld', message: 'The account is withheld', subject: { type: 'account', id } };
  }
  return null;
}

/**
 * The world to decide a command in: it leaves out posts that are suspended or deleted for the person who
 * asks, and those that are not for them, so that the refusal is exactly that for a post that never was.
 */
export function withoutGone(world: World, command: Command): World {
  const gone = [...actedOn(command), ...demanded(command), ...reachedThrough(world, command)].flatMap(
    (id) => {
      const verdict = verdictFor(world, command, id);
      return verdict === 'suspended' || verdict === 'deleted' || verdict === 'absent'
        ? (world.posts.get(id) ?? [])
        : [];
    },
  );
  if (gone.length === 0) return world;
  const without = world.fork();
  // The post it passes on is left out as well: through a re-post that was undone one would act on its source.
  for (const post of gone) without.posts.set(post.id, { ...post, deleted: true, repost_of: null });
  return without;
}

/** The verdict on a post for the person who asks; null where nobody asks, or it is missing. */
function verdictFor(world: World, command: Command, id: string): Verdict | null {
  const { viewpoint, actor } = command.meta;
  if (viewpoint === null) return null;
  const post = judged(world, id, actor);
  return post === undefined
    ? null
    : verdictOn(
        partsOf(post, (source) => judged(world, source, actor)),
        command,
      );
}

/** The verdict on what consists of some parts; null where nobody asks. */
function verdictOn(
  parts: readonly SubjectPart[],
  { meta: { viewpoint, actor, at } }: Command,
): Verdict | null {
  if (viewpoint === null) return null;
  const { from, mode, seesAll } = viewpoint;
  const viewer = actor === null ? null : ({ id: actor, role: seesAll ? 'moderator' : 'reader' } as const);
  return judge(parts, { at, now: at, from, mode, viewer, asPublic: false }).verdict;
}

function actedOn(command: Command): string[] {
  switch (command.type) {
    case 'like-post':
    case 'repost-post':
      return [command.body.post];
    case 'publish-post':
      return [command.body.in_reply_to, command.body.quote_of].filter((id) => id !== null);
    default:
      return [];
  }
}

/** The posts that an order demands something of; withheld posts may be among them. */
function demanded(command: Command): string[] {
  if (command.type !== 'file-order') return [];
  return command.body.items.flatMap((item) =>
    'subject' in item && item.subject.type === 'post' ? [item.subject.id] : [],
  );
}

/** The re-post through which something of what it passes on is undone; through one's own that stays open. */
function reachedThrough(world: World, { type, body, meta }: Command): string[] {
  if (type !== 'unlike-post' && type !== 'undo-repost') return [];
  const post = world.posts.get(body.post);
  return post === undefined || post.repost_of === null || post.account === meta.actor ? [] : [post.id];
}

/** The audience of a post, as far as it matters to who asks; null: everybody. */
function audienceOf(world: World, post: PostState, actor: string | null): ReadonlySet<string> | null {
  if (!isForSome(post.visibility)) return null;
  return new Set(actor !== null && world.isFor(post, actor) ? [post.account, actor] : [post.account]);
}

/** A post as the judge takes it. A source that is not there was erased, and a quote outlives its source. */
function judged(world: World, id: string, actor: string | null): Judged | undefined {
  const post = world.posts.get(id);
  if (post === undefined) return undefined;
  return {
    id,
    owner: post.account,
    deleted: post.deleted,
    audience: audienceOf(world, post, actor),
    barred: actor !== null && world.blocks.known(pairKey(post.account, actor)) === true,
    restrictions: world.restrictionsOn({ type: 'post', id }),
    accountRestrictions: world.restrictionsOn({ type: 'account', id: post.account }),
    repostOf: post.repost_of,
    quoteOf: post.quote_of !== null && world.posts.get(post.quote_of) !== undefined ? post.quote_of : null,
  };
}
