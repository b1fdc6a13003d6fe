import type { ReactNode } from 'react';
import { formatAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import { LANGUAGES, type Language } from '../words/language.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { ThemeToggle } from './theme-toggle.js';

/** The pages that the masthead leads to. */
export type View = 'replay' | 'timeline' | 'explain' | 'desk' | 'filing' | 'own';

interface Props {
  view: View;
  address: StageAddress;
  /** The replay is there: a story was loaded. */
  hasStory: boolean;
  onLanguage: (language: Language) => void;
  /** The link to the page itself, where it is none of the views that are always named. */
  here?: ReactNode;
  /** More tools, before the language. */
  children?: ReactNode;
}

/** The name of the place, its views, and what holds for the whole page. */
export function Masthead({ view, address, hasStory, onLanguage, here, children }: Props) {
  const language = useLanguage();
  const { frame, unreviewed } = wordsIn(language);
  const kept = { ...address, at: null };
  const elsewhere = { ...kept, scenario: null, left: null, right: null };
  return (
    <header className="masthead">
      <a className="brand" href={formatAddress(kept)} aria-label={frame.home}>
        <svg viewBox="0 0 38 29" aria-hidden="true">
          <rect className="brand-left" x="1" y="1" width="16" height="27" rx="1" />
          <path className="brand-left" d="M5 8h8M5 14h8M5 20h8" />
          <rect className="brand-right" x="20" y="0" width="18" height="29" rx="1" />
          <path className="brand-text" d="M24 8h10M24 14h10M24 20h6" />
        </svg>
        <span translate="no">Withheld</span>
      </a>
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
        {here}
      </nav>
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
