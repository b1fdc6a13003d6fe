import { BIDI_CONTROLS, type Account } from '#contract';

/** What someone is called, beside whatever stands there: it turns nothing around it. */
export function Name({ account }: { account: Account }) {
  return <bdi>{account.display_name.replaceAll(BIDI_CONTROLS, '')}</bdi>;
}
