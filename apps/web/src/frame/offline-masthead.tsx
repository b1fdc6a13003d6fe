import type { OfflineFile } from '#contract';
import { longDay } from '../time/moments.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { ThemeToggle } from './theme-toggle.js';
import { Wordmark } from './wordmark.js';

/** Characters of a revision that are shown: enough to tell two files apart. */
const SHOWN = 12;

/** Names the replay above one that plays from a file, without links: there is no other page to go to. */
export function OfflineMasthead({ file }: { file: OfflineFile }) {
  const language = useLanguage();
  const { offline, unreviewed } = wordsIn(language);
  const day = longDay(file.made_at, 'UTC', language);
  return (
    <header className="masthead">
      <span className="brand">
        <Wordmark />
      </span>
      <p className="carried">
        <b>{offline.carried}</b> {offline.made(day, file.revision.slice(0, SHOWN))}
      </p>
      <div className="tools">
        {unreviewed !== '' && <small className="unreviewed">{unreviewed}</small>}
        <ThemeToggle />
      </div>
    </header>
  );
}
