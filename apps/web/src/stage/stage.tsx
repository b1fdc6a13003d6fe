import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isForbidden } from '../api/failure.js';
import { useDeck } from '../deck/use-deck.js';
import { useDeckValue } from '../deck/use-deck-value.js';
import { Legend } from '../frame/legend.js';
import { Masthead } from '../frame/masthead.js';
import { Notice } from '../frame/notice.js';
import { PaneHead, type PaneHeadProps } from '../frame/pane-head.js';
import { PaneSwitch } from '../frame/pane-switch.js';
import { useMedia } from '../frame/use-media.js';
import { Drawer } from '../drawer/drawer.js';
import { Landing } from '../landing/landing.js';
import { Opening } from '../landing/opening.js';
import { OrdersStrip } from '../orders/orders-strip.js';
import { ordersOf } from '../orders/orders.js';
import { Feed } from '../rows/feed.js';
import { instantOf } from '../sheet/rows.js';
import type { Sheet } from '../sheet/sheet.js';
import { bandProvenance } from '../timeline/band.js';
import { chapterAt, yearOf, type Story } from '../story/use-story.js';
import { isInstant, zoneName } from '../time/moments.js';
import { TrendsSeen } from '../trends/trends-seen.js';
import { trendsOf } from '../trends/trends.js';
import { KeysDialog } from '../transport/keys-dialog.js';
import type { Precision } from '../transport/stage-clock.js';
import { Transport, type TransportProps } from '../transport/transport.js';
import { useKeys } from '../transport/use-keys.js';
import { useRoomView } from '../transport/use-room-view.js';
import { CountrySelect } from '../viewpoint/country-select.js';
import { ELSEWHERE, inCountry, paneTitle, placeAsked, UNKNOWN } from '../viewpoint/countries.js';
import { StageContext, type Stage as StageState } from '../viewpoint/stage-context.js';
import type { Go } from '../viewpoint/use-address.js';
import { formatAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage, wordsIn } from '../words/words.js';
import type { StageRoom } from './stage-room.js';
import { StageNotices } from './stage-notices.js';
import { StageRail } from './stage-rail.js';
import { instantOfLink, useAddressThatFollows } from './use-address-that-follows.js';
import { usePlaying } from './use-playing.js';
import { useSaid } from './use-said.js';
import { isSignedIn } from '../session/stored-session.js';

// For who is signed in in this tab: nobody else loads it.
const OwnNote = lazy(() => import('../own/own-note.js'));

interface Props {
  story: Story;
  address: StageAddress;
  go: Go;
  /** Told once a story that was being performed has come to its end. */
  onEnd: () => void;
  /** The room that it follows; null where it is a viewer's own. */
  room?: StageRoom | null;
}

/** The stage: a story that plays on two sides, with one clock. */
export function Stage({ story, address, go, onEnd, room: hall = null }: Props) {
  const { scenario, stage, sources } = story;
  const language = useLanguage();
  const words = wordsIn(language);
  const asksFrom = {
    left: placeAsked(address.left) ?? hall?.sides.left ?? stage.places?.[0] ?? ELSEWHERE,
    right: placeAsked(address.right) ?? hall?.sides.right ?? stage.places?.[1] ?? ELSEWHERE,
  };
  // A server that shows each place its own view alone refuses others: there is one pane then, of that place.
  const [enforced, setEnforced] = useState(false);
  const alone = enforced ? (story.here ?? UNKNOWN) : null;
  const { left, right } = alone === null ? asksFrom : { left: alone, right: alone };
  const [cut, setCut] = useState(hall?.cut ?? stage.cuts[0]?.id ?? '');
  const asked = address.at !== null && isInstant(address.at) ? Date.parse(address.at) : null;
  const writtenRef = useRef<number | null>(null);
  const playing = usePlaying(story, { left, right, language }, cut, asked, writtenRef);
  const { deck, time, view } = playing;
  const { begun, live } = useDeck(deck);
  const follow = hall?.follow;
  useEffect(() => follow?.(deck), [deck, follow]);
  const isRefused = [playing.left, playing.right].some(({ reading }) => isForbidden(reading.failure));
  if (isRefused && !enforced) setEnforced(true);

  const hasEnded = !stage.is_complete && playing.left.reading.isComplete && playing.right.reading.isComplete;
  useEffect(() => {
    if (hasEnded) onEnd();
  }, [hasEnded, onEnd]);

  const narrow = useMedia('(max-width: 720px)');
  const hasRail = useMedia('(min-width: 1121px)');
  const isProjected = useMedia('(min-width: 1600px)');
  const [chosen, setShown] = useState<'left' | 'right'>('left');
  const shown = hall?.side ?? chosen;
  const [twoPanes, setTwoPanes] = useState(true);
  const { room, toggleRoom, leaveRoom } = useRoomView(hall?.isPresented === true && isProjected);
  const [listsKeys, setListsKeys] = useState(false);
  const [explained, setExplained] = useState<string | null>(null);

  // Beyond what both tapes tell so far nothing is shown: rows of an earlier moment are not this one's.
  const known = Math.min(playing.left.tape.knownUpTo, playing.right.tape.knownUpTo);
  const isTold = useCallback(
    (position: number) => Math.floor(time.storyAt(position)) <= known,
    [time, known],
  );
  const wasTold = useDeckValue(deck, isTold);
  const reached = wasTold && isTold(deck.position);
  // The headline is of the clock's own instant, whether its rows are there yet or not.
  const at = reached ? view.at : time.storyAt(deck.position);
  const chapter = at === null ? (stage.chapters[0] ?? null) : chapterAt(stage.chapters, at);
  const [furthest, setFurthest] = useState(view.at ?? 0);
  if (view.at !== null && view.at > furthest) setFurthest(view.at);

  const { bands } = view.sheet;
  const state = useMemo<StageState>(
    () => ({
      timeZone: stage.time_zone,
      sources,
      orders: new Map(
        bands.flatMap((band) =>
          band.kind === 'order' && band.order.order_id !== null
            ? [[band.order.order_id, band.order.title] as const]
            : [],
        ),
      ),
      sides: new Map(stage.sides.map((side) => [side.id, side])),
      standInNote: stage.stand_in_note,
      panes: alone !== null ? 'left' : narrow || !twoPanes ? shown : 'both',
      alone: alone !== null,
      left,
      right,
      onExplain: setExplained,
      explained,
    }),
    // Each row is drawn again with another: the titles of orders change with the bands, and not with each moment.
    // eslint-disable-next-line react-hooks/preserve-manual-memoization -- nothing here is compiled to be memoized
    [stage, sources, narrow, twoPanes, shown, alone, left, right, explained, bands],
  );

  const linkAt = (): string => {
    const at = instantOfLink(time.storyAt(deck.position));
    return formatAddress({ ...address, at, ...asksFrom });
  };
  useAddressThatFollows({ deck, time, address, sides: asksFrom, go, writtenRef });
  const swap = () => go({ ...address, left: right, right: left }, 'replace');
  const swapShown = () => (state.panes === 'both' ? swap() : setShown(shown === 'left' ? 'right' : 'left'));
  useKeys(deck, stage, time, {
    room: toggleRoom,
    swap: () => alone === null && swapShown(),
    drawer: () => setExplained(focusedPost() ?? view.lead),
    keys: () => setListsKeys(true),
    close: () => (explained === null ? leaveRoom() : setExplained(null)),
  });

  const [scrubbing, setScrubbing] = useState(false);
  const said = useSaid({ view, chapter, left, right, stage, deck, scrubbing });
  useEffect(() => {
    document.title = `${words.frame.replayOf(yearOf(scenario))}: ${stage.title} · Withheld`;
    document.documentElement.lang = language;
  }, [words, scenario, stage.title, language]);

  const { isAtEnd, moments } = playing.left.reading;
  const score = useMemo(
    () => (isAtEnd ? playing.left.tape.score : null),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- it grows with the moments
    [isAtEnd, moments, playing.left.tape],
  );
  // The tape adds to one list; another list says that it has grown.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- it grows with the moments
  const told = useMemo(() => [...playing.left.tape.moments], [moments, playing.left.tape]);
  const seenTrends = useMemo(() => trendsOf(told), [told]);
  const trends = <TrendsSeen trends={seenTrends} n={view.moment} timeZone={stage.time_zone} />;
  const orders = {
    isTold: reached,
    index: useMemo(() => ordersOf(told), [told]),
    n: view.moment,
    stageTime: time,
    position: view.at === null ? 0 : time.positionAt(view.at),
    timeZone: stage.time_zone,
    place: inCountry(left, language),
    standInNote: stage.stand_in_note,
  };
  const explainedAt = new Date(view.at ?? time.storyAt(0)).toISOString();
  const ofStory = useMemo(() => [...(stage.places ?? []), ...stage.further_places], [stage]);
  const fixed = enforced ? words.sides.enforced : (hall?.fixed ?? null);
  const picked = (side: 'left' | 'right') => (from: string) => go({ ...address, [side]: from }, 'replace');
  const headOf = (side: 'left' | 'right'): PaneHeadProps => ({
    side,
    from: side === 'left' ? left : right,
    basis: null,
    withheld: reached ? view.withheld[side] : null,
    standInNote: stage.stand_in_note,
    ofStory,
    fixed,
    onFrom: picked(side),
  });
  const picker = (side: 'left' | 'right') => (
    <CountrySelect
      label={words.sides[side]}
      value={side === 'left' ? left : right}
      ofStory={ofStory}
      disabled={fixed}
      onChange={picked(side)}
    />
  );
  const transport: TransportProps = {
    deck,
    stage,
    stageTime: time,
    score,
    seen: furthest,
    leftPlace: inCountry(left, language),
    precision: precisionNow(view.sheet),
    pickers: (
      <>
        {picker('left')}
        {alone === null && picker('right')}
      </>
    ),
    twoPanes: alone === null ? twoPanes : null,
    onTwoPanes: setTwoPanes,
    room,
    onRoom: toggleRoom,
    cut,
    onCut: setCut,
    onKeys: () => setListsKeys(true),
    link: () => new URL(linkAt(), window.location.href).href,
    onScrubbing: setScrubbing,
  };
  const ready = playing.left.reading.moments > 0 && playing.right.reading.moments > 0;
  const isLanding = hall === null && !begun && asked === null && stage.is_complete;
  const [landed, setLanded] = useState(!isLanding);

  return (
    <StageContext value={state}>
      <div className={explained === null ? 'stage' : 'stage explaining'}>
        <a className="skip" href="#rows">
          {words.frame.skip}
        </a>
        <a className="skip" href="#transport-play">
          {words.frame.skipToDesk}
        </a>
        <Masthead
          view="replay"
          room={hall?.code}
          address={{ ...address, ...asksFrom }}
          hasStory
          onLanguage={(lang) => go({ ...address, lang }, 'replace')}
        />
        {hall?.notices}
        {hall?.over}
        <main className="reading">
          <section className="caption" aria-label={words.frame.whatIsShown}>
            <div className="where">
              <span>
                {words.frame.replayOf(yearOf(scenario))}
                <span className="story">: {stage.title}</span>
              </span>
              {begun && chapter !== null && (
                <span className="now">
                  {words.frame.chapterOf(
                    stage.chapters.indexOf(chapter) + 1,
                    stage.chapters.length,
                    chapter.title,
                  )}
                </span>
              )}
              <Legend />
            </div>
            {landed ? <h1>{chapter?.headline ?? stage.opening.headline}</h1> : <Opening stage={stage} />}
            <p className="sr" role="status">
              {said}
            </p>
          </section>
          {hall === null && isSignedIn() && (
            <Suspense>
              <OwnNote />
            </Suspense>
          )}
          <StageNotices story={story} playing={playing} address={address} go={go} live={live} />
          {alone !== null && (
            <Notice
              slim
              title={[...new Set(Object.values(asksFrom))]
                .filter((from) => from !== alone)
                .map((from) => words.notice.notFromHere(paneTitle(from, language)))
                .join(' ')}
            >
              <p>{words.sides.enforced}</p>
            </Notice>
          )}
          {alone === null && narrow && hall?.side == null ? (
            <PaneSwitch
              heads={{ left: headOf('left'), right: headOf('right') }}
              shown={shown}
              onShow={setShown}
            />
          ) : (
            <div className={state.panes === 'both' ? 'heads' : 'heads one'}>
              {state.panes !== 'right' && <PaneHead {...headOf('left')} alone={alone !== null} />}
              {state.panes === 'both' && (
                <span className="heads-zone" translate="no">
                  {zoneName(new Date(view.at ?? time.storyAt(0)).toISOString(), stage.time_zone)}
                </span>
              )}
              {state.panes !== 'left' && <PaneHead {...headOf('right')} />}
            </div>
          )}
          {!landed && (
            <Landing
              stage={stage}
              deck={deck}
              ready={ready}
              cut={cut}
              onCut={setCut}
              focusPlay
              onGone={() => setLanded(true)}
            />
          )}
          {landed && !reached && (
            <p id="rows" className="reading-notice" role="status" tabIndex={-1}>
              {words.notice.gettingTape}
            </p>
          )}
          {landed && reached && (
            <Feed
              sheet={view.sheet}
              lead={view.lead}
              timeZone={stage.time_zone}
              busy={false}
              animated={view.animated}
              moves={view.moves}
              brought={view.brought}
              large={room}
            />
          )}
        </main>
        {explained !== null ? (
          <Drawer
            key={explained}
            statusId={explained}
            at={explainedAt}
            left={left}
            right={right}
            onClose={() => setExplained(null)}
            timeZone={stage.time_zone}
            sources={sources}
            orders={state.orders}
            moments={playing.left.tape.moments}
            sheet={!hasRail}
          />
        ) : (
          hasRail && (
            <StageRail {...{ stage, sources, deck, time, address, go, landed, told, orders, hall }}>
              {trends}
            </StageRail>
          )
        )}
        {!hasRail && landed && <OrdersStrip {...orders}>{trends}</OrdersStrip>}
        {hall === null ? <Transport {...transport} /> : hall.transport(transport)}
        {listsKeys && <KeysDialog more={hall?.keys} onClose={() => setListsKeys(false)} />}
      </div>
    </StageContext>
  );
}

/** The post of the row that the keyboard is in; null where it is in none. */
function focusedPost(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-post]')?.dataset['post'] ?? null;
}

/** How well the time of the last thing told is known. */
function precisionNow({ posts, bands }: Sheet): Precision {
  const [post, band] = [posts[0], bands[0]];
  if (post === undefined && band === undefined) return 'untold';
  if (band !== undefined && (post === undefined || band.at >= instantOf(post)))
    return bandProvenance(band)?.precision ?? null;
  return post === undefined ? null : (post.turn?.precision ?? post.provenance?.precision ?? null);
}
