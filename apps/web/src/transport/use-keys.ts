import type { ScenarioStage } from '#contract';
import { useEffect, useEffectEvent } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Deck } from '../deck/deck.js';
import { keyAction, keyPlace, type KeyAction } from './key-action.js';
import { markAfter, markBefore, marksOf, previousChapter } from './marks.js';
import { singleKeys } from './single-keys.js';

/** Acts of the keys beside the deck's. */
export interface KeyActions {
  room: () => void;
  swap: () => void;
  /** Opens the drawer of the row in focus. */
  drawer: () => void;
  /** Opens the list of keys. */
  keys: () => void;
  /** Closes whatever of the page's own is open. */
  close: () => void;
}

/** Gives the page its keys while it is shown: those of the deck, and the others that are given. */
export function useKeys(deck: Deck, stage: ScenarioStage, stageTime: StageTime, actions: KeyActions): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const action = keyAction(event, keyPlace(event.target), singleKeys());
    if (action === null) return;
    // A held key moves on and on; what opens or turns does so once.
    if (event.repeat && !REPEATS.has(action.does)) return;
    // Esc stays the browser's as well: it leaves full screen.
    if (action.does !== 'close') event.preventDefault();
    perform(action, deck, stage, stageTime, actions);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    window.addEventListener('click', letGo);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('click', letGo);
    };
  }, []);
}

/**
 * Lets go of a button that the mouse has pressed: it would keep the keyboard, and Space would press it once more
 * in place of playing and pausing. Whoever presses by the keyboard stays where they are, as does what opens something.
 */
function letGo({ detail, target }: MouseEvent): void {
  const isByKeyboard = detail === 0;
  const button = target instanceof Element ? target.closest('button') : null;
  if (isByKeyboard || button === null || button.hasAttribute('aria-expanded')) return;
  if (button === document.activeElement) button.blur();
}

const REPEATS: ReadonlySet<KeyAction['does']> = new Set(['seek-by', 'seek-tenths', 'chapter', 'step']);

function perform(
  action: KeyAction,
  deck: Deck,
  stage: ScenarioStage,
  stageTime: StageTime,
  actions: KeyActions,
): void {
  switch (action.does) {
    case 'toggle':
      return deck.toggle();
    case 'seek-by':
      return deck.seekBy(action.ms);
    case 'seek-tenths':
      return deck.seekBy((deck.duration / 10) * action.by);
    case 'seek-to':
      return deck.seek((deck.duration / 10) * action.tenths);
    case 'chapter': {
      const { chapters } = marksOf(stage, stageTime);
      const grace = 3000 * deck.snapshot().clock.speed;
      const to =
        action.by === 1
          ? markAfter(chapters, deck.position)
          : previousChapter(chapters, deck.position, grace);
      return to === null ? undefined : deck.seek(to);
    }
    case 'step': {
      const { steps } = marksOf(stage, stageTime);
      const to = (action.by === 1 ? markAfter : markBefore)(steps, deck.position);
      return to === null ? undefined : deck.standAt(to);
    }
    case 'room':
    case 'swap':
    case 'drawer':
    case 'keys':
    case 'close':
      return actions[action.does]();
  }
}
