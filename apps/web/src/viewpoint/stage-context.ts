import type { Source } from '#contract';
import { createContext, useContext } from 'react';

/** The state of the page that any row may need. */
export interface Stage {
  timeZone: string;
  sources: ReadonlyMap<string, Source>;
  /** The titles of orders, by id. */
  orders: ReadonlyMap<string, string>;
  /** The words for each side of the story, by its id in narrator's rows. */
  sides: ReadonlyMap<string, { name: string; short: string }>;
  /** Said beside counts of stand-ins. */
  standInNote: string | null;
  /** Both panes, or on a phone the one that is shown. */
  panes: 'both' | 'left' | 'right';
  /** There is no other side: nothing is the same or different. */
  alone: boolean;
  left: string;
  right: string;
  /** Opens what is told of a post; null where nothing is. */
  onExplain: ((id: string) => void) | null;
  /** The post that is told of. */
  explained: string | null;
}

export const NO_STAGE: Stage = {
  timeZone: 'UTC',
  sources: new Map(),
  orders: new Map(),
  sides: new Map(),
  standInNote: null,
  panes: 'both',
  alone: false,
  left: 'elsewhere',
  right: 'elsewhere',
  onExplain: null,
  explained: null,
};

export const StageContext = createContext<Stage>(NO_STAGE);

export const useStage = (): Stage => useContext(StageContext);
