import type { Account, ErrorBody } from '#contract';
import type { StoredAccount } from '#domain';
import type { Answer } from './answer.js';
import type { Gated } from './gated.js';
import type { Judgement, Verdict } from './judge.js';
import { statement, withheldField } from './present.js';

/** The gate's answer to a request for one thing by its id. */
export type GateAnswer<T> =
  | { is: 'shown'; verdict: Verdict; body: Gated<T> }
  /** 451: the body of the refusal, the tombstone in it, and where it binds (RFC 7725). */
  | { is: 'withheld'; body: Gated<ErrorBody>; countries: string[] }
  | { is: 'gone' };

/** An account that was asked for, alone or with more. */
export function accountAnswer<T>(
  answer: Answer,
  account: StoredAccount,
  show: (shown: Account) => T,
): GateAnswer<T> {
  const judgement = answer.judgementOnAccount(account);
  switch (judgement.verdict) {
    case 'withheld':
      return refusal(answer, account, judgement, { account: answer.account(account) });
    case 'absent':
    case 'deleted':
      return { is: 'gone' };
    case 'full':
    case 'labelled':
    case 'suspended':
      return {
        is: 'shown',
        verdict: judgement.verdict,
        body: answer.seal(show(answer.account(account))),
      };
  }
}

/** The 451 answer for something withheld. */
export function refusal(
  answer: Answer,
  account: StoredAccount,
  judgement: Judgement,
  tombstone: Pick<ErrorBody, 'status' | 'account'>,
): GateAnswer<never> {
  const withheld = withheldField(judgement, account.id);
  return {
    is: 'withheld',
    body: answer.seal({
      error: statement(account, judgement, answer.viewpoint),
      ...(withheld === null ? {} : { withheld }),
      ...tombstone,
    }),
    countries: withheld?.country_codes ?? [],
  };
}
