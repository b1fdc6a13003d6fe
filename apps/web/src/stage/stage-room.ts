import type { ReactNode } from 'react';
import type { Deck } from '../deck/deck.js';
import type { LessonRoom } from '../lesson/lesson-room.js';
import type { TransportProps } from '../transport/transport.js';

/** The parts that a stage which follows a room takes from it. */
export interface StageRoom {
  code: string;
  /** Whether it is the presenter's screen, which a hall looks at. */
  isPresented: boolean;
  /** Id of the cut that the room plays: its positions are of that one. */
  cut: string;
  /** Where both sides look from, unless the address says otherwise. */
  sides: { left: string; right: string };
  /** The side that is shown where there is room for one; null where whoever looks may choose. */
  side: 'left' | 'right' | null;
  /** Why where a side looks from is not to be chosen here; null where it is. */
  fixed: string | null;
  /** Has a deck follow the room, until what it returns is called; the same function for as long as it follows. */
  follow: (deck: Deck) => (() => void) | undefined;
  /** How the room is heard, above all else. */
  notices: ReactNode;
  /** Stands in place of the reading, as a question does; null where the stage is shown. */
  over: ReactNode | null;
  /** Stands at the top of the rail. */
  card: ReactNode;
  /** The acts of a lesson's column in it; null for who looks, who has no such column. */
  lesson: LessonRoom | null;
  /** Its keys, with what each does; they stand first in the list of keys. */
  keys: [does: string, keys: string[]][];
  /** Draws the desk under the sheets. */
  transport: (props: TransportProps) => ReactNode;
}
