import { useEffect, useMemo, useState } from 'react';
import { useAnnouncement } from './announce/use-announcement.js';
import { Caption } from './frame/caption.js';
import { ChapterPicker } from './frame/chapter-picker.js';
import { Clock } from './frame/clock.js';
import { Masthead } from './frame/masthead.js';
import { PaneHead, type PaneHeadProps } from './frame/pane-head.js';
import { PaneNotices } from './frame/pane-notices.js';
import { PaneSwitch } from './frame/pane-switch.js';
import { useMedia } from './frame/use-media.js';
import { usePane, type PaneOnPage } from './live/use-pane.js';
import { Feed } from './rows/feed.js';
import { LoadOlder } from './rows/load-older.js';
import { StageContext, type Stage } from './viewpoint/stage-context.js';
import { useFillPage } from './rows/use-fill-page.js';
import { chapterAt, headlineInstant, replayTitle } from './scenario/chapters.js';
import { useContextRows } from './scenario/use-context-rows.js';
import { useOrderTitles } from './scenario/use-order-titles.js';
import { useScenario } from './scenario/use-scenario.js';
import { provenanceOf } from './timeline/layout.js';
import { pairRows } from './timeline/pairing.js';
import { isInstant, zoneName } from './time/moments.js';
import { useAddress } from './viewpoint/use-address.js';

/** Where the story plays, until the server has said so. */
const STORY_ZONE = 'Asia/Kolkata';

/** The public timeline from two places, side by side. */
export function Page() {
  const { address, go } = useAddress();
  const left = usePane(address.left, address.at);
  const right = usePane(address.right, address.at);
  const live = address.at === null;

  const [story, setStory] = useState<string | null>(null);
  const known = useScenario(story);
  const reads = Math.min(left.pane.reads, right.pane.reads);
  const context = useContextRows(known?.scenario.id ?? null, address.at, reads);
  const ready = left.pane.phase === 'ready' && right.pane.phase === 'ready';
  const rows = useMemo(
    () => (ready ? pairRows(left.pane, right.pane, context) : []),
    [ready, left.pane, right.pane, context],
  );

  const newestOfStory = rows.find((row) => provenanceOf(row) !== null) ?? null;
  const storyShown = newestOfStory && (provenanceOf(newestOfStory)?.scenario ?? null);
  // Kept when the rows of it are gone, so that its chapters stay.
  if (storyShown !== null && storyShown !== story) setStory(storyShown);

  const timeZone = known?.scenario.time_zone ?? STORY_ZONE;
  const asked = address.at !== null && isInstant(address.at) ? address.at : null;
  const headed = headlineInstant(asked, newestOfStory?.at ?? null, known?.scenario.loaded ?? false);
  const chapter = known !== null && headed !== null ? chapterAt(known.chapters, headed) : null;
  const said = useAnnouncement(left.pane, right.pane, live, chapter?.id ?? null);

  const narrow = useMedia('(max-width: 720px)');
  const [shown, setShown] = useState<'left' | 'right'>('left');
  const orders = useOrderTitles(address.at, reads, left.pane.bands);
  const stage = useMemo<Stage>(
    () => ({
      timeZone,
      sources: known?.sources ?? new Map(),
      orders,
      panes: narrow ? shown : 'both',
      left: address.left,
      right: address.right,
    }),
    [timeZone, known, orders, narrow, shown, address.left, address.right],
  );

  const endOpen = left.pane.older !== null || right.pane.older !== null;
  const busy = left.busy || right.busy;
  const loadOlder = () => void Promise.all([left.loadOlder(), right.loadOlder()]);
  const onDrawn = useFillPage({ viewpoint: JSON.stringify(address), ready, endOpen, busy, loadOlder });

  useEffect(() => {
    document.title =
      known === null ? 'Withheld' : `${replayTitle(known.scenario)}: ${known.scenario.title} · Withheld`;
  }, [known]);

  const heads = {
    left: headOf('left', left, (from) => go({ ...address, left: from })),
    right: headOf('right', right, (from) => go({ ...address, right: from })),
  };
  const clockAt = asked ?? (live ? (rows[0]?.at ?? null) : null);
  const newestPrecision = rows[0] && (provenanceOf(rows[0])?.precision ?? null);

  return (
    <StageContext value={stage}>
      <a className="skip" href="#rows">
        Skip to the two panes
      </a>
      <Masthead />
      <main>
        <Caption
          known={known}
          chapter={chapter}
          said={said}
          live={live}
          clock={
            clockAt !== null && (
              <Clock
                at={clockAt}
                timeZone={timeZone}
                live={live}
                inferred={live && newestPrecision != null && newestPrecision !== 'minute'}
              />
            )
          }
          picker={
            known !== null && (
              <ChapterPicker
                scenario={known.scenario}
                chapters={known.chapters}
                current={chapter}
                address={address}
                until={known.scenario.loaded || !live ? null : (newestOfStory?.at ?? known.scenario.starts)}
                go={go}
              />
            )
          }
        />
        {narrow ? (
          <PaneSwitch heads={heads} shown={shown} onShow={setShown} />
        ) : (
          <div className="heads">
            <PaneHead {...heads.left} />
            <span className="heads-zone" translate="no">
              {zoneName(clockAt ?? new Date().toISOString(), timeZone)}
            </span>
            <PaneHead {...heads.right} />
          </div>
        )}
        <PaneNotices
          left={left}
          right={right}
          empty={ready && rows.length === 0}
          known={known}
          address={address}
          go={go}
        />
        <Feed
          key={JSON.stringify(address)}
          rows={rows}
          timeZone={timeZone}
          endOpen={endOpen}
          busy={busy}
          onDrawn={onDrawn}
        />
        {ready && endOpen && <LoadOlder busy={busy} onPress={loadOlder} />}
      </main>
    </StageContext>
  );
}

function headOf(side: 'left' | 'right', { pane }: PaneOnPage, onFrom: (from: string) => void): PaneHeadProps {
  const withholds = [...pane.posts.values()].some(
    (post) => post.tombstone || post.reblog?.tombstone === true,
  );
  return { side, from: pane.from, basis: pane.basis, withholds, onFrom };
}
