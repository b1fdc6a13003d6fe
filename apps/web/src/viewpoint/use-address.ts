import { useCallback, useEffect, useState } from 'react';
import { formatAddress, parseAddress, type StageAddress } from './viewpoint-url.js';

/** The address of the page as state; `go` moves to another, as a link would. */
export function useAddress(): { address: StageAddress; go: (to: StageAddress) => void } {
  const [address, setAddress] = useState(() => parseAddress(window.location.search));

  useEffect(() => {
    const read = () => setAddress(parseAddress(window.location.search));
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);

  const go = useCallback((to: StageAddress) => {
    window.history.pushState(null, '', formatAddress(to));
    setAddress(to);
  }, []);

  return { address, go };
}
