import type { ComponentProps, MouseEvent } from 'react';
import { formatAddress, type StageAddress } from './viewpoint-url.js';

interface Props extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  to: StageAddress;
  go: (to: StageAddress) => void;
}

/** A link within the page: a plain click moves without loading anew, any other does as links do. */
export function AddressLink({ to, go, ...rest }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return <a {...rest} href={formatAddress(to)} onClick={follow} />;
}
