import type { Account } from '#contract';

/** An account's handle; marked as made up where the account is of a replay. */
export function Handle({ account }: { account: Account }) {
  const invented = account.provenance !== null;
  return (
    <span className={invented ? 'acct made-up' : 'acct'} title={invented ? 'The handle is ours' : undefined}>
      @{account.acct}
    </span>
  );
}
