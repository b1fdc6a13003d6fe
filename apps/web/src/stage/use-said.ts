import type { ScenarioStage } from '#contract';
import { useState } from 'react';
import { announce } from '../announce/announcement.js';
import type { Deck } from '../deck/deck.js';
import { useLanguage, wordsIn } from '../words/words.js';
import type { StageView } from './player.js';

/** Above this speed chapters alone are said: more could not be heard to its end. */
const FAST = 4;

interface Saying {
  view: StageView;
  chapter: { id: string; title: string; headline: string } | null;
  left: string;
  right: string;
  stage: ScenarioStage;
  deck: Deck;
  /** The playhead is being dragged: nothing is said until it is let go. */
  scrubbing: boolean;
}

/**
 * The sentence for the live region: a new chapter, what was decided, which posts turned. Counts, likes and
 * the clock are never said.
 */
export function useSaid({ view, chapter, left, right, stage, deck, scrubbing }: Saying): string {
  const language = useLanguage();
  const [said, setSaid] = useState('');
  const [toldOf, setToldOf] = useState<{ view: StageView; chapter: string | null }>({
    view,
    chapter: chapter?.id ?? null,
  });
  if (!scrubbing && (toldOf.view !== view || toldOf.chapter !== (chapter?.id ?? null))) {
    setToldOf({ view, chapter: chapter?.id ?? null });
    const isNewChapter = chapter !== null && chapter.id !== toldOf.chapter;
    const { speed } = deck.snapshot().clock;
    const turned = speed >= FAST ? '' : turnedIn();
    const parts = [
      isNewChapter ? wordsIn(language).said.chapter(chapter.title, chapter.headline) : '',
      turned,
    ];
    const text = parts.filter((part) => part !== '').join(' ');
    if (text !== '') setSaid(text);
  }
  return said;

  function turnedIn(): string {
    const posts = {
      left: new Map(
        view.sheet.posts.flatMap((row) => (row.left === null ? [] : [[row.id, row.left] as const])),
      ),
      right: new Map(
        view.sheet.posts.flatMap((row) => (row.right === null ? [] : [[row.id, row.right] as const])),
      ),
    };
    return announce(
      [],
      { from: left, turned: view.turned.left, posts: posts.left },
      { from: right, turned: view.turned.right, posts: posts.right },
      { language, story: { standInNote: stage.stand_in_note } },
    );
  }
}
