import type { Status } from '#contract';
import { Handle } from './handle.js';
import { Name } from './name.js';
import { PostText } from './post-text.js';

/** The post that a post quotes, or its tombstone. */
export function QuotedPost({ status, unfocusable }: { status: Status; unfocusable: boolean }) {
  return (
    <blockquote className={status.tombstone ? 'quoted-post gone' : 'quoted-post'}>
      {!status.tombstone && (
        <p className="quoted-by">
          {status.account.display_name !== '' && (
            <b>
              <Name account={status.account} />{' '}
            </b>
          )}
          <Handle account={status.account} />
        </p>
      )}
      <PostText status={status} unfocusable={unfocusable} />
    </blockquote>
  );
}
