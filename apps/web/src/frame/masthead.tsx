import type { ReactNode } from 'react';
import { useOffline } from '../held/offline-context.js';
import { formatAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import { LANGUAGES, type Language } from '../words/language.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { OfflineMasthead } from './offline-masthead.js';
import { ThemeToggle } from './theme-toggle.js';
import { Wordmark } from './wordmark.js';

/** The pages that the masthead leads to. */
export type View = 'replay' | 'timeline' | 'explain' | 'desk' | 'filing' | 'own';

interface Props {
  view: View;
  address: StageAddress;
  /** The replay is there: a story was loaded. */
  hasStory: boolean;
  onLanguage: (language: Language) => void;
  /** The code of the room that the page follows: it stands in place of the views. */
  room?: string | undefined;
  /** The link to the page itself, where it is none of the views that are always named. */
  here?: ReactNode;
  /** More tools, before the language. */
  children?: ReactNode;
}

/** The name of the place, its views, and what holds for the whole page. */
export function Masthead({ view, address, hasStory, onLanguage, room, here, children }: Props) {
  const offline = useOffline();
  const language = useLanguage();
  const { frame, room: roomWords, unreviewed } = wordsIn(language);
  const { lesson: _, ...kept } = { ...address, at: null };
  if (offline !== null) return <OfflineMasthead file={offline} />;
  const elsewhere = { ...kept, scenario: null, left: null, right: null };
  return (
    <header className="masthead">
      <a className="brand" href={formatAddress(kept)} aria-label={frame.home}>
        <Wordmark />
      </a>
      {room === undefined ? (
        <nav className="views" aria-label={frame.views}>
          {hasStory && (
            <a href={formatAddress(kept)} aria-current={view === 'replay' ? 'page' : undefined}>
              {frame.replay}
            </a>
          )}
          <a href={formatAddress(kept, '/timeline')} aria-current={view === 'timeline' ? 'page' : undefined}>
            {frame.timeline}
          </a>
          {/* The server's own pages; on a phone the orders lead to them. */}
          <a className="wide" href={formatAddress(elsewhere, '/orders')}>
            {frame.orders}
          </a>
          <a className="wide" href={formatAddress(elsewhere, '/transparency')}>
            {frame.report}
          </a>
          <a className="wide" href={formatAddress(elsewhere, '/lessons')}>
            {frame.lessons}
          </a>
          {here}
        </nav>
      ) : (
        <p className="masthead-room">
          {roomWords.name} <b translate="no">{room}</b>
        </p>
      )}
      <div className="tools">
        {unreviewed !== '' && <small className="unreviewed">{unreviewed}</small>}
        {children}
        <div className="languages" role="group" aria-label={frame.languages}>
          {LANGUAGES.map((one) => (
            <button
              key={one}
              type="button"
              lang={one}
              translate="no"
              aria-pressed={one === language}
              onClick={() => onLanguage(one)}
            >
              {wordsIn(one).language}
            </button>
          ))}
        </div>
        <ThemeToggle />
      </div>
    </header>
  );
}
