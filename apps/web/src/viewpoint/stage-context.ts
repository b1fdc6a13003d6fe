import type { Source } from '#contract';
import { createContext, useContext } from 'react';

/** The state of the page that any row may need. */
export interface Stage {
  timeZone: string;
  sources: ReadonlyMap<string, Source>;
  /** The titles of orders, by id. */
  orders: ReadonlyMap<string, string>;
  /** Both panes, or on a phone the one that is shown. */
  panes: 'both' | 'left' | 'right';
  left: string;
  right: string;
}

export const StageContext = createContext<Stage>({
  timeZone: 'Asia/Kolkata',
  sources: new Map(),
  orders: new Map(),
  panes: 'both',
  left: 'IN',
  right: 'elsewhere',
});

export const useStage = (): Stage => useContext(StageContext);
