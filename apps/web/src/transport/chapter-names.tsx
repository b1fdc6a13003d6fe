import type { ScenarioStage } from '#contract';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../words/words.js';
import { placeNames } from './score-lines.js';

interface Props {
  chapters: ScenarioStage['chapters'];
  /** Where each begins, ms of stage time. */
  starts: readonly number[];
  duration: number;
  /** Index of the one that plays; −1 for none. */
  current: number;
  onSeek: (position: number) => void;
}

/** Px and room of the names, as measured. */
interface Measured {
  widths: number[];
  total: number;
}

/**
 * The chapters' names along the line, each leading to its beginning. A name that finds no room is not shown and
 * takes no focus: the keys, the buttons and the line lead there too.
 */
export const ChapterNames = memo(function ChapterNames(props: Props) {
  const { chapters, starts, duration, current, onSeek } = props;
  const { transport: words } = useWords();
  const list = useRef<HTMLOListElement>(null);
  const [measured, setMeasured] = useState<Measured | null>(null);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const measure = () =>
      setMeasured({
        widths: [...element.children].map((item) => (item as HTMLElement).offsetWidth),
        total: element.clientWidth,
      });
    // The items' own sizes too: they change when a face comes in, and with the language.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    [...element.children].forEach((item) => observer.observe(item));
    measure();
    return () => observer.disconnect();
  }, [chapters]);

  const total = measured?.total ?? 0;
  const px = starts.map((start) => (duration === 0 ? 0 : (start / duration) * total));
  const places =
    measured?.widths.length === chapters.length ? placeNames(px, measured.widths, total, current) : [];
  return (
    <ol ref={list} className="chapter-names" aria-label={words.chapters}>
      {chapters.map(({ id, title }, i) => {
        const left = places[i] ?? null;
        return (
          <li
            key={id}
            style={left === null ? { visibility: 'hidden' } : { transform: `translateX(${left}px)` }}
          >
            {/* The ghost keeps the room that the name takes when it is bold. */}
            <button
              type="button"
              data-ghost={title}
              aria-current={i === current ? 'step' : undefined}
              onClick={() => onSeek(starts[i]!)}
            >
              {title}
            </button>
          </li>
        );
      })}
    </ol>
  );
});
