import type { Replay } from '#contract';
import { useState } from 'react';
import type { RoomLikes } from '../post/room-like.js';
import { yearOf, type Story } from '../story/use-story.js';
import { ELSEWHERE, UNKNOWN } from '../viewpoint/countries.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { questionAt, type Asks } from './asks.js';
import { Lobby } from './lobby.js';
import { PresenterDesk } from './presenter-desk.js';
import { QuestionPage } from './question-page.js';
import { RevealPage } from './reveal-page.js';
import { RoomCard } from './room-card.js';
import type { RoomClient } from './room-client.js';
import { RoomNotices } from './room-notices.js';
import { isWaiting, sidesFrom, type RoomSides } from './room-state.js';
import type { RoomView } from './room-view.js';
import type { StageRoom } from '../stage/stage-room.js';
import { useAwake } from './use-awake.js';
import { useFollow } from './use-follow.js';
import { useRoomKeys } from './use-room-keys.js';
import { useRoomLikes } from './use-room-likes.js';
import { useRoomHalt } from './use-room-halt.js';
import { ViewerDesk } from './viewer-desk.js';
import { WaitingPage } from './waiting-page.js';

interface InRoom {
  client: RoomClient;
  view: RoomView;
  replay: Replay;
  address: StageAddress;
  go: Go;
}

/** The parts that a stage takes from a room, as its presenter or as somebody who looks. */
export function useStageRoom(
  story: Story,
  { client, view, replay, address, go }: InRoom,
): { room: StageRoom; likes: RoomLikes; go: Go } {
  const { stage, sources, scenario } = story;
  const words = wordsIn(useLanguage());
  const { isPresenter } = view;
  const places = stage.places ?? [ELSEWHERE, ELSEWHERE];
  const sides = sidesFrom(isPresenter ? places[0] : (view.place ?? story.here ?? UNKNOWN), places);
  const [looksAround, setLooksAround] = useState(false);
  const follows = !looksAround;
  const lookAround = (on: boolean) => {
    setLooksAround(on);
    // Who comes back looks from where the room has them look.
    if (!on) go({ ...address, left: null, right: null }, 'replace');
  };
  const follow = useFollow(client, follows, isPresenter);
  const waits = isWaiting(replay);
  // Open until it begins, unless it was opened or closed by hand.
  const [lobby, setLobby] = useState<boolean | null>(null);
  const halt = useRoomHalt(client, replay, view.set);
  useAwake(!waits);
  const likes = useRoomLikes(replay, isPresenter, isPresenter ? sides.right : sides[sides.own]);

  const asks: Asks = {
    next: questionAt(stage, halt),
    onAsk: () => client.control({ action: 'ask' }),
    onReveal: () => client.control({ action: 'reveal' }),
    onGoOn: () => client.control({ action: 'play' }),
  };
  const hasLobby = isPresenter && replay.ask === null && (lobby ?? waits);
  const question = () => {
    if (replay.ask !== null) (replay.ask.is_revealed ? asks.onGoOn : asks.onReveal)();
    else if (asks.next !== null) asks.onAsk();
  };
  useRoomKeys(
    isPresenter
      ? { q: question, l: () => setLobby(!hasLobby) }
      : // While something is asked, the letters choose.
        { ...(looksAround ? { b: () => lookAround(false) } : {}) },
  );

  const over = () => {
    if (hasLobby)
      return (
        <Lobby
          replay={replay}
          stage={stage}
          places={places}
          replayOf={words.frame.replayOf(yearOf(scenario))}
          onClose={() => setLobby(false)}
        />
      );
    if (looksAround) return null;
    if (!isPresenter && waits) return <WaitingPage assign={replay.assign} sides={sides} />;
    return asked();
  };
  const asked = () => {
    const { ask } = replay;
    const question = stage.ask.find(({ id }) => id === ask?.question);
    if (ask === null || question === undefined) return null;
    const choice = view.answers[question.id] ?? null;
    if (ask.result !== null)
      return (
        <RevealPage
          stage={stage}
          question={question}
          ask={ask}
          result={ask.result}
          sources={sources}
          places={places}
          own={choice}
        />
      );
    const own = {
      choice,
      isUnsent: view.unsent.has(question.id),
      isTooLate: view.failed?.kind === 'refused' && view.failed.status === 409,
      onChoose: (n: number) => client.answer(question.id, n),
    };
    return (
      <QuestionPage
        key={question.id}
        stage={stage}
        question={question}
        ask={ask}
        people={replay.people.in}
        own={isPresenter ? null : own}
      />
    );
  };

  const room: StageRoom = {
    code: replay.code,
    isPresented: isPresenter,
    cut: replay.cut,
    sides,
    side: isPresenter || looksAround ? null : sides.own,
    fixed: isPresenter || looksAround || replay.assign === 'choice' ? null : words.room.fixed,
    follow,
    notices: <RoomNotices view={view} />,
    over: over(),
    keys: isPresenter
      ? [
          [words.room.keyAsk, ['q']],
          [words.room.keyLobby, ['l']],
        ]
      : [[words.room.back, ['b']]],
    lesson: isPresenter
      ? {
          ask: replay.ask,
          people: replay.people.in,
          places,
          next: asks.next?.id ?? null,
          onQuestion: question,
        }
      : null,
    card: isPresenter && <RoomCard replay={replay} places={places} onLobby={() => setLobby(true)} />,
    transport: (desk) =>
      isPresenter ? (
        <PresenterDesk
          desk={{ ...desk, cut: replay.cut }}
          replay={replay}
          asks={asks}
          onLobby={() => setLobby(!hasLobby)}
        />
      ) : (
        <ViewerDesk
          client={client}
          view={view}
          replay={replay}
          desk={desk}
          waits={waits}
          looksAround={looksAround}
          onLookAround={lookAround}
        />
      ),
  };
  return { room, likes, go: goIn({ client, view, replay, sides, go, follows: follows && !isPresenter }) };
}

/** Moves to another view within a room: its instant is the room's, and where one looks from the room may say. */
function goIn(of: {
  client: RoomClient;
  view: RoomView;
  replay: Replay;
  sides: RoomSides;
  go: Go;
  follows: boolean;
}): Go {
  const { client, view, replay, sides, go, follows } = of;
  return (to, how) => {
    // The address follows a deck that stands; here it is the room that says where.
    if (to.at !== null) return;
    const own = to[sides.own];
    if (follows && replay.assign === 'choice' && own !== null && own !== view.place) client.choose(own);
    go(to, how);
  };
}
