import { BIDI_CONTROLS, type Account } from '#contract';

/** Shows an account's name, isolated: it does not change the direction of the text around it. */
export function Name({ account }: { account: Account }) {
  return <bdi>{account.display_name.replaceAll(BIDI_CONTROLS, '')}</bdi>;
}
