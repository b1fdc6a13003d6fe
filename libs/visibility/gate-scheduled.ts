import type { ScheduledStatus } from '#contract';
import type { StoredScheduledPost } from '#domain';
import { seal, type Gated } from './gated.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/** Posts that the viewer has scheduled: they are words of their own, and told to nobody else. */
export function gateScheduled(
  posts: readonly StoredScheduledPost[],
  viewpoint: Viewpoint,
): Gated<ScheduledStatus[]> {
  return seal(posts.filter((post) => isOwn(post, viewpoint)).map(present));
}

/** One of them; null of another's. */
export function gateScheduledPost(
  post: StoredScheduledPost,
  viewpoint: Viewpoint,
): Gated<ScheduledStatus> | null {
  return isOwn(post, viewpoint) ? seal(present(post)) : null;
}

function isOwn({ account }: StoredScheduledPost, viewpoint: Viewpoint): boolean {
  return viewerOf(viewpoint) === account;
}

function present({ id, dueAt, body, idempotencyKey, failed }: StoredScheduledPost): ScheduledStatus {
  const { text, sensitive, spoiler_text, visibility, language, in_reply_to, quote_of } = body;
  return {
    id,
    scheduled_at: new Date(dueAt).toISOString(),
    params: {
      text,
      poll: null,
      media_ids: null,
      sensitive,
      spoiler_text,
      visibility,
      language,
      in_reply_to_id: in_reply_to,
      quoted_status_id: quote_of,
      idempotency: idempotencyKey,
      scheduled_at: null,
      application_id: null,
      with_rate_limit: false,
    },
    media_attachments: [],
    failed,
  };
}
