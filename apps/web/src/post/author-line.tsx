import type { Account } from '#contract';
import type { ReactNode } from 'react';
import { Handle } from './handle.js';
import { Monogram } from './monogram.js';
import { Name } from './name.js';
import { venueWords } from './venues.js';
import { VerifiedMark } from './verified-mark.js';

interface Props {
  account: Account;
  /** In place of the venue's wordmark, where the hour has no spine to stand on. */
  hour?: ReactNode;
  /** In place of the wordmark: a pencilled card is marked as made up first. */
  end?: ReactNode;
}

/** Shows a post's author and its venue. */
export function AuthorLine({ account, hour, end }: Props) {
  return (
    <header className="author">
      <Monogram account={account} />
      <span className="who">
        {account.display_name !== '' && (
          <b>
            <Name account={account} />
          </b>
        )}
        {account.verified && <VerifiedMark venue={account.venue} />}
        <Handle account={account} />
        {hour}
      </span>
      {end ?? <span className="wordmark">{venueWords(account.venue).wordmark}</span>}
    </header>
  );
}
