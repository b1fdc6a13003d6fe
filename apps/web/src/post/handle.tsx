import type { Account } from '#contract';

/** Someone's handle. Of the replay's it is made up, whoever they are. */
export function Handle({ account }: { account: Account }) {
  const invented = account.provenance !== null;
  return (
    <span className={invented ? 'acct made-up' : 'acct'} title={invented ? 'The handle is ours' : undefined}>
      @{account.acct}
    </span>
  );
}
