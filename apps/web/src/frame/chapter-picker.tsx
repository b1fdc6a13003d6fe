import type { Chapter, Scenario } from '#contract';
import { useEffect, useRef } from 'react';
import { lastInstantOf } from '../scenario/chapters.js';
import { AddressLink } from '../viewpoint/address-link.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';

interface Props {
  scenario: Scenario;
  chapters: readonly Chapter[];
  /** The chapter in force. */
  current: Chapter | null;
  address: StageAddress;
  /** The instant up to which the scenario has been played in here; null where all of it has. */
  until: string | null;
  go: (to: StageAddress) => void;
}

/** Each chapter at its last instant, and live. */
export function ChapterPicker({ scenario, chapters, current, address, until, go }: Props) {
  const strip = useRef<HTMLOListElement>(null);
  const live = address.at === null;

  // The strip scrolls sideways where it is narrow; the page itself must not move with it.
  useEffect(() => {
    const list = strip.current;
    const item = list?.querySelector<HTMLElement>('[data-current]');
    if (list && item) list.scrollLeft = item.offsetLeft - (list.clientWidth - item.offsetWidth) / 2;
  }, [current]);

  return (
    <nav className="chapters" aria-label="Chapters">
      <ol ref={strip}>
        {chapters.map((chapter) => {
          const inForce = chapter === current;
          const happened = until === null || Date.parse(chapter.at) <= Date.parse(until);
          const to = { ...address, at: lastInstantOf(chapters, chapter, scenario) };
          return (
            <li key={chapter.id} data-current={inForce || undefined}>
              {happened ? (
                <AddressLink to={to} go={go} aria-current={inForce ? 'step' : undefined}>
                  {chapter.title}
                </AddressLink>
              ) : (
                <span className="not-yet" title="Has not happened here yet">
                  {chapter.title}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <AddressLink
        className="go-live"
        to={{ ...address, at: null }}
        go={go}
        aria-current={live ? 'page' : undefined}
      >
        Live
      </AddressLink>
    </nav>
  );
}
