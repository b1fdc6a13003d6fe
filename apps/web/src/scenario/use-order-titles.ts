import { useEffect, useMemo, useState } from 'react';
import { readOrders } from '../api/api-client.js';
import type { Pane } from '../timeline/timeline.js';
import { retrying } from './use-scenario.js';

type Titles = readonly (readonly [id: string, title: string])[];

/**
 * The titles of orders, by id: of those filed up to an instant, or so far, and those in frames since.
 *
 * @param reads how often the panes were read: with each, they are read again
 */
export function useOrderTitles(
  at: string | null,
  reads: number,
  bands: Pane['bands'],
): ReadonlyMap<string, string> {
  const [read, setRead] = useState<Titles>([]);

  useEffect(() => {
    if (reads === 0) return;
    return retrying(async (signal) => {
      const orders = await readOrders(at, signal);
      setRead(orders.map(({ id, title }) => [id, title]));
    });
  }, [at, reads]);

  return useMemo(() => {
    const told = [...bands.values()].flatMap((band): Titles =>
      band.kind === 'order' && band.order.order_id !== null ? [[band.order.order_id, band.order.title]] : [],
    );
    return new Map([...read, ...told]);
  }, [read, bands]);
}
