import type { Account } from '#contract';

/** A letter in the venue's accent; of a stand-in its number, pencilled. */
export function Monogram({ account }: { account: Account }) {
  const standIn = account.kind === 'stand_in';
  const number = /0*(\d+)$/.exec(account.username)?.[1];
  const letter = /[\p{L}\p{N}]/u.exec(account.display_name || account.username)?.[0].toUpperCase() ?? '?';
  return (
    <span className={standIn ? 'monogram pencilled-mark' : 'monogram'} aria-hidden="true">
      {standIn && number !== undefined ? number : letter}
    </span>
  );
}
