import { FEEDS, type StoredAccount, type StoredPage, type StoredPost } from '#domain';
import { ABSENT, isFor, judge, type Judgement, type SubjectPart, type Sight } from './judge.js';
import { accountPart, storedParts } from './parts.js';
import { standsAs } from './standing.js';

/** The verdict on a post from a viewpoint, including all the posts that it re-posts or quotes. */
export function judgePost(post: StoredPost, posts: StoredPage['posts'], viewpoint: Sight): Judgement {
  return post.at > viewpoint.at ? ABSENT : judgeSubject(post.id, storedParts(post, posts), viewpoint);
}

/** The verdict on an account from a viewpoint. */
export function judgeAccount(account: StoredAccount, viewpoint: Sight): Judgement {
  return account.openedAt > viewpoint.at
    ? ABSENT
    : judgeSubject(account.id, [accountPart(account)], viewpoint);
}

/** The verdict on a subject. The subject counts as exempt itself where one of its parts is. */
function judgeSubject(id: string, parts: readonly SubjectPart[], viewpoint: Sight): Judgement {
  const judgement = judge(parts, viewpoint);
  return judgement.exempt.length === 0 ? judgement : { ...judgement, exempt: [id, ...judgement.exempt] };
}

/** An account with the verdict on it. */
export interface JudgedAccount {
  account: StoredAccount;
  judgement: Judgement;
}

/** A post with the verdict on it, and with the account and posts shown in it, each with its own verdict. */
export interface JudgedPost {
  post: StoredPost;
  judgement: Judgement;
  /** Whether what it answers is for others, and so is not named. */
  concealsAnswered: boolean;
  account: JudgedAccount;
  /** The post that it re-posts; null where it is no re-post, or is not shown itself. */
  reblog: JudgedPost | null;
  /** The post that it quotes; null where it quotes none, that post is gone, or it is not shown itself. */
  quote: JudgedPost | null;
}

/** The posts of one page as judged from one viewpoint: each post and account once, however often it stands there. */
export class JudgedPage {
  private readonly judgedPosts = new Map<string, JudgedPost>();
  private readonly judgedAccounts = new Map<StoredAccount, JudgedAccount>();

  constructor(
    private readonly posts: StoredPage['posts'],
    private readonly viewpoint: Sight,
  ) {}

  /** A post by its id; undefined where it was not read. */
  post(id: string): JudgedPost | undefined {
    const known = this.judgedPosts.get(id);
    if (known !== undefined) return known;
    const post = this.posts.get(id);
    if (post === undefined) return undefined;
    const judgement = judgePost(post, this.posts, this.viewpoint);
    const shown = judgement.verdict === 'full' || judgement.verdict === 'labelled';
    const judged = {
      post,
      judgement,
      concealsAnswered: !isFor(
        { id: post.inReplyTo ?? '', audience: post.inReplyToAudience },
        this.viewpoint,
      ),
      account: this.account(post.account),
      reblog: shown ? this.passedOn(post.repostOf) : null,
      quote: shown ? this.passedOn(post.quoteOf) : null,
    };
    this.judgedPosts.set(id, judged);
    return judged;
  }

  account(account: StoredAccount): JudgedAccount {
    let judged = this.judgedAccounts.get(account);
    if (judged === undefined) {
      judged = { account, judgement: judgeAccount(account, this.viewpoint) };
      this.judgedAccounts.set(account, judged);
    }
    return judged;
  }

  /** The source of a shown re-post or quote; null where there is none or an account's feed leaves it out. */
  private passedOn(id: string | null): JudgedPost | null {
    const source = id === null ? undefined : this.post(id);
    return source === undefined || standsAs(source.judgement, FEEDS.account) === 'left out' ? null : source;
  }
}
