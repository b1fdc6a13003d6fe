import type { StoredAccount, StoredPage, StoredPost } from '#domain';
import { judge, type Judgement, type Part } from './judge.js';
import { accountPart, storedParts } from './parts.js';
import { seesByRole, type Viewpoint } from './viewpoint.js';

const ABSENT: Judgement = { verdict: 'absent', restrictions: [], binding: [], leftOut: false };

/** The verdict on a post from a viewpoint, with all that it passes on or quotes. */
export function judgePost(post: StoredPost, posts: StoredPage['posts'], viewpoint: Viewpoint): Judgement {
  if (post.at > viewpoint.at) return ABSENT;
  return judgeAudited(post.id, storedParts(post, posts), viewpoint);
}

/** The verdict on an account from a viewpoint. */
export function judgeAccount(account: StoredAccount, viewpoint: Viewpoint): Judgement {
  if (account.openedAt > viewpoint.at) return ABSENT;
  return judgeAudited(account.id, [accountPart(account)], viewpoint);
}

/** The verdict on a subject; what of it a moderator alone is let see is noted for the audit. */
function judgeAudited(id: string, parts: readonly Part[], viewpoint: Viewpoint): Judgement {
  if (viewpoint.exempted === undefined) return judge(parts, viewpoint);
  const exempt: string[] = [];
  const judgement = judge(parts, viewpoint, ({ restriction, because }) => {
    if (because === 'sees_all') exempt.push(restriction.subject.id);
  });
  if (exempt.length > 0 && judgement.verdict !== 'deleted') seesByRole(viewpoint, id, ...exempt);
  return judgement;
}
