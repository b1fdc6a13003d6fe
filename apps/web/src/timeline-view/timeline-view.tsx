import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { isForbidden } from '../api/failure.js';
import { Masthead } from '../frame/masthead.js';
import { NoSuchPlace } from '../frame/no-such-place.js';
import { Notice } from '../frame/notice.js';
import { PaneHead, type PaneHeadProps } from '../frame/pane-head.js';
import { PaneSwitch } from '../frame/pane-switch.js';
import { useMedia } from '../frame/use-media.js';
import { usePane, type PaneOnPage } from '../live/use-pane.js';
import { Feed } from '../rows/feed.js';
import { sheetOf, type Sheet } from '../sheet/sheet.js';
import type { Seen } from '../timeline/draft.js';
import { withheldIn } from '../timeline/withheld.js';
import { paneTitle, placeAsked, ELSEWHERE } from '../viewpoint/countries.js';
import { NO_STAGE, StageContext, type Stage } from '../viewpoint/stage-context.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { isSignedIn } from '../session/stored-session.js';
import { useLanguage, wordsIn } from '../words/words.js';

interface Props {
  address: StageAddress;
  go: Go;
  /** The story's own places, which the pickers name first, and where the panes open; empty without a story. */
  places: readonly string[];
  hasStory: boolean;
}

// For who is signed in in this tab: nobody else loads it.
const OwnNote = lazy(() => import('../own/own-note.js'));

/** The posts of people here, from two places, live or at an instant. */
export function TimelineView({ address, go, places, hasStory }: Props) {
  const language = useLanguage();
  const words = wordsIn(language);
  const from = {
    left: placeAsked(address.left) ?? places[0] ?? ELSEWHERE,
    right: placeAsked(address.right) ?? places[1] ?? ELSEWHERE,
  };
  const left = usePane(from.left, address.at);
  const right = usePane(from.right, address.at);
  const ready = left.pane.phase === 'ready' && right.pane.phase === 'ready';
  const sheet = useMemo(() => (ready ? sheetOfPanes(left, right) : EMPTY), [ready, left, right]);
  const narrow = useMedia('(max-width: 720px)');
  const [shown, setShown] = useState<'left' | 'right'>('left');
  const timeZone = useMemo(() => new Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const stage = useMemo<Stage>(
    () => ({ ...NO_STAGE, timeZone, panes: narrow ? shown : 'both', ...from }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- of its two places
    [timeZone, narrow, shown, from.left, from.right],
  );
  useEffect(() => {
    document.title = `${words.frame.timeline} · Withheld`;
    document.documentElement.lang = language;
  }, [words, language]);

  const headOf = (side: 'left' | 'right', { pane }: PaneOnPage): PaneHeadProps => ({
    side,
    from: pane.from,
    basis: pane.basis === 'simulated' ? null : pane.basis,
    withheld: ready ? withheldIn(pane) : null,
    standInNote: null,
    ofStory: places,
    fixed: [left, right].some(({ pane }) => isForbidden(pane.failure)) ? words.sides.enforced : null,
    onFrom: (place) => go({ ...address, [side]: place }, 'replace'),
  });
  const heads = { left: headOf('left', left), right: headOf('right', right) };
  const older = left.pane.older !== null || right.pane.older !== null;
  const busy = left.busy || right.busy;
  const loadOlder = () => void Promise.all([left.loadOlder(), right.loadOlder()]);

  return (
    <StageContext value={stage}>
      <div className="stage">
        <a className="skip" href="#rows">
          {words.frame.skip}
        </a>
        <Masthead
          view="timeline"
          address={address}
          hasStory={hasStory}
          onLanguage={(lang) => go({ ...address, lang }, 'replace')}
        />
        <main className="reading">
          <section className="caption" aria-label={words.frame.whatIsShown}>
            <h1>{words.frame.timelineTitle}</h1>
          </section>
          <NoSuchPlace address={address} />
          {isSignedIn() && (
            <Suspense>
              <OwnNote />
            </Suspense>
          )}
          {narrow ? (
            <PaneSwitch heads={heads} shown={shown} onShow={setShown} />
          ) : (
            <div className="heads">
              <PaneHead {...heads.left} />
              <span className="heads-zone" />
              <PaneHead {...heads.right} />
            </div>
          )}
          <PaneNotices
            left={left}
            right={right}
            address={address}
            go={go}
            isEmpty={ready && isEmpty(sheet)}
          />
          <Feed
            key={`${address.at} ${from.left} ${from.right}`}
            sheet={sheet}
            lead={null}
            timeZone={timeZone}
            busy={busy}
            animated={ready && address.at === null}
            moves={Math.min(left.pane.reads, right.pane.reads)}
            brought={0}
            end={
              ready &&
              older && (
                <div className="older">
                  <button
                    type="button"
                    className="button"
                    aria-disabled={busy}
                    onClick={busy ? undefined : loadOlder}
                  >
                    {busy ? words.rows.loading : words.rows.older}
                  </button>
                </div>
              )
            }
          />
        </main>
      </div>
    </StageContext>
  );
}

const EMPTY: Sheet = { posts: [], bands: [] };

/** Both panes, without what only one of them has read as far back as. */
function sheetOfPanes(left: PaneOnPage, right: PaneOnPage): Sheet {
  const floors = [left.pane.floor, right.pane.floor].filter((floor) => floor !== null);
  const floor = floors.sort().at(-1) ?? '';
  const sheet = sheetOf(seen(left), seen(right));
  return { posts: sheet.posts.filter((row) => row.key >= floor), bands: sheet.bands };
}

function seen({ pane }: PaneOnPage): Seen {
  return { posts: pane.posts, bands: pane.bands, turned: new Map() };
}

function isEmpty({ posts, bands }: Sheet): boolean {
  return posts.length + bands.length === 0;
}

interface NoticesProps {
  left: PaneOnPage;
  right: PaneOnPage;
  address: StageAddress;
  go: Go;
  /** Both were read, and there is nothing. */
  isEmpty: boolean;
}

/** Notices on the state of the panes: reading, cut off, refused, empty. */
function PaneNotices({ left, right, address, go, isEmpty }: NoticesProps) {
  const language = useLanguage();
  const { notice, sides } = wordsIn(language);
  const failed = [left, right].filter(({ pane }) => pane.failure !== null);
  const failure = failed[0]?.pane.failure;
  const slim = left.pane.phase === 'ready' && right.pane.phase === 'ready';
  const retry = { label: notice.tryAgain, onPress: () => failed.forEach((side) => side.retry()) };
  const seeLive = { label: notice.seeLive, onPress: () => go({ ...address, at: null }) };
  if (failure?.kind === 'unreachable')
    return (
      <Notice role="alert" slim={slim} title={notice.noAnswer} action={retry}>
        <p>{notice.noAnswerHelp}</p>
      </Notice>
    );
  if (failure?.status === 403)
    return (
      <Notice
        slim={slim}
        title={failed.map(({ pane }) => notice.notFromHere(paneTitle(pane.from, language))).join(' ')}
      >
        <p>{sides.enforced}</p>
      </Notice>
    );
  if (failure != null)
    return (
      <Notice role="alert" slim={slim} title={notice.refused} action={address.at === null ? retry : seeLive}>
        <p>{notice.itSaid(failure.message)}</p>
        {address.at !== null && <p>{notice.instantLooksLike}</p>}
      </Notice>
    );
  if (!slim) return <p className="reading-notice">{notice.reading}</p>;
  const lost = left.connection === 'lost' || right.connection === 'lost';
  return (
    <>
      {lost && (
        <Notice
          role="alert"
          slim
          title={notice.lost}
          action={{ label: notice.tryNow, onPress: () => [left, right].forEach((side) => side.retry()) }}
        >
          <p>{notice.lostHelp}</p>
        </Notice>
      )}
      {isEmpty && address.at === null && (
        <Notice title={notice.emptyTimeline}>
          <p>{notice.emptyTimelineHelp}</p>
        </Notice>
      )}
      {isEmpty && address.at !== null && <Notice title={notice.nobodyThen} action={seeLive} />}
    </>
  );
}
