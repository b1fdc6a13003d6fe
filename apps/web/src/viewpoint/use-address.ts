import { useCallback, useEffect, useState } from 'react';
import { formatAddress, parseAddress, type StageAddress } from './viewpoint-url.js';

/** Moves to another view: as a link would, or in place of the one that the address shows now. */
export type Go = (to: StageAddress, how?: 'push' | 'replace') => void;

/** The address of the page as state. */
export function useAddress(): { address: StageAddress; go: Go } {
  const [address, setAddress] = useState(() => parseAddress(window.location.search));

  useEffect(() => {
    const read = () => setAddress(parseAddress(window.location.search));
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);

  const go = useCallback<Go>((to, how = 'push') => {
    const url = formatAddress(to, window.location.pathname);
    if (how === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
    setAddress(to);
  }, []);

  return { address, go };
}
