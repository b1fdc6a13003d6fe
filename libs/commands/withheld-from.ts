import type { Command, Refusal, World } from '#domain';
import { judge, partsOf, type Judged } from '#visibility';

/**
 * Whether what a command acts on is withheld from, or gone for, the person who asks. Liking,
 * re-posting, quoting and replying are refused; undoing stays open.
 */
export function withheldFrom(world: World, command: Command): Refusal | null {
  const { viewpoint, actor, at } = command.meta;
  if (viewpoint === null || viewpoint.seesAll) return null;
  for (const id of actedOn(command)) {
    const post = judged(world, id);
    if (post === undefined) continue;
    const { verdict } = judge(
      partsOf(post, (source) => judged(world, source)),
      {
        at,
        now: at,
        from: viewpoint.from,
        mode: viewpoint.mode,
        viewer: actor === null ? null : { id: actor, role: 'reader' },
        asPublic: false,
      },
    );
    if (verdict === 'withheld') {
      return { kind: 'withheld', message: 'The post is withheld', subject: { type: 'post', id } };
    }
    // Gone is not only the post itself: through a re-post that was undone one would act on its source.
    if (verdict === 'suspended' || verdict === 'deleted')
      return { kind: 'not_found', message: 'The post was not found' };
  }
  return null;
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

/** A post as the judge takes it. A source that is not there was erased, and a quote outlives its source. */
function judged(world: World, id: string): Judged | undefined {
  const post = world.posts.get(id);
  if (post === undefined) return undefined;
  return {
    id,
    owner: post.account,
    deleted: post.deleted,
    restrictions: world.restrictionsOn({ type: 'post', id }),
    accountRestrictions: world.restrictionsOn({ type: 'account', id: post.account }),
    repostOf: post.repost_of,
    quoteOf: post.quote_of !== null && world.posts.get(post.quote_of) !== undefined ? post.quote_of : null,
  };
}
