import { useEffect, useState } from 'react';
import { readContext } from '../api/api-client.js';
import { contextBand, type Band } from '../timeline/band.js';
import { retrying } from './use-scenario.js';

const NONE: readonly Band[] = [];

/**
 * The narrator's rows of a scenario up to an instant, or so far.
 *
 * @param reads how often the panes were read: with each, these are read again
 */
export function useContextRows(scenario: string | null, at: string | null, reads: number): readonly Band[] {
  const key = `${scenario} ${at}`;
  const [read, setRead] = useState<{ key: string; bands: readonly Band[] }>({ key, bands: NONE });

  useEffect(() => {
    if (scenario === null || reads === 0) return;
    return retrying(async (signal) => {
      const rows = await readContext(scenario, at, signal);
      setRead({ key, bands: rows.map(contextBand) });
    });
  }, [scenario, at, reads, key]);

  // Rows of another instant are not this one's.
  return read.key === key ? read.bands : NONE;
}
