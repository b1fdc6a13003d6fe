import type { ScenarioStage } from '#contract';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import type { Deck } from '../deck/deck.js';
import { useDeck } from '../deck/use-deck.js';
import { useMedia } from '../frame/use-media.js';
import { useWords } from '../words/words.js';
import { ReadingKey } from './reading-key.js';

interface Props {
  stage: ScenarioStage;
  deck: Deck;
  /** Whether the first page of the tapes is in: before that, what is asked for begins when it comes. */
  ready: boolean;
  /** Id of the cut that is set, of `stage.cuts`. */
  cut: string;
  onCut: (id: string) => void;
  /** Whether play takes the focus: on a first visit, at the story's beginning. */
  focusPlay: boolean;
  /** Told when it has folded away and draws nothing any more. */
  onGone?: () => void;
}

/**
 * Before the first play: play itself, on the spine, and how to read the two panes, as two panes. It stands in
 * place of the rows, folds upward when the deck is played or moved, and doesn't come back.
 */
export function Landing({ stage, deck, ready, cut, onCut, focusPlay, onGone }: Props) {
  const { landing: words } = useWords();
  const { begun } = useDeck(deck);
  const [asked, setAsked] = useState(false);
  const [gone, setGone] = useState(begun);
  const landing = useRef<HTMLDivElement>(null);
  const narrow = useMedia('(max-width: 720px)');

  const leave = useEffectEvent(() => {
    setGone(true);
    onGone?.();
  });
  useEffect(() => {
    if (asked && ready) deck.play();
  }, [asked, ready, deck]);
  useLayoutEffect(() => {
    // Play goes, on a phone at once, and with it the focus that was on it: it is the same button on the desk.
    if (begun && landing.current?.contains(document.activeElement) === true)
      document.getElementById('transport-play')?.focus();
  }, [begun]);
  useEffect(() => {
    const element = landing.current;
    if (!begun || element === null) return;
    // Without motion the animation has no length, or there is none.
    const folding = element.getAnimations();
    let stale = false;
    void Promise.allSettled(folding.map(({ finished }) => finished)).then(() => {
      if (!stale) leave();
    });
    return () => {
      stale = true;
    };
  }, [begun]);
  if (gone) return null;

  const start = (id: string) => {
    if (id !== cut) onCut(id);
    setAsked(true);
  };
  const first = stage.cuts[0];
  const play = ready ? words.play : words.getting;
  const others = stage.cuts.slice(1).map(({ id, title }) => (
    <button key={id} type="button" className="other-cut" onClick={() => start(id)}>
      {title}
    </button>
  ));
  const pressPlay = {
    type: 'button' as const,
    autoFocus: focusPlay,
    'aria-disabled': asked && !ready,
    onClick: () => start(first?.id ?? cut),
  };
  return (
    <div ref={landing} className="landing" data-folding={begun || undefined}>
      {narrow ? (
        <div className="landing-bar">
          <button {...pressPlay} className="bar-play">
            <PlayGlyph />
            <span>{ready && first !== undefined ? `${words.play}, ${first.title}` : play}</span>
          </button>
          {others}
        </div>
      ) : (
        <div className="curtain">
          <p className="curtain-words" aria-hidden="true">
            <b>{play}</b>
            {first?.title}
          </p>
          <button {...pressPlay} className="curtain-play" aria-label={[play, first?.title].join(', ')}>
            <PlayGlyph />
          </button>
          <div className="curtain-cuts">{others}</div>
        </div>
      )}
      <h2 className="how-to-read">
        <span>{words.howToRead}</span>
      </h2>
      <ReadingKey />
      <span className="sr" role="status">
        {asked && !ready && words.getting}
      </span>
    </div>
  );
}

function PlayGlyph() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M7 4.500v15L20 12z" fill="currentColor" />
    </svg>
  );
}
