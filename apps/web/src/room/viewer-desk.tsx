import type { Replay } from '#contract';
import { Transport, type TransportProps } from '../transport/transport.js';
import { useWords } from '../words/words.js';
import { FollowDesk } from './follow-desk.js';
import { PresenterMark } from './presenter-mark.js';
import type { RoomClient } from './room-client.js';
import type { RoomView } from './room-view.js';

interface Props {
  client: RoomClient;
  view: RoomView;
  replay: Replay;
  desk: TransportProps;
  /** It has not begun: a page says so. */
  waits: boolean;
  looksAround: boolean;
  onLookAround: (on: boolean) => void;
}

/** The desk of who looks: following the room, or around on their own; and what is amiss, one thing at a time. */
export function ViewerDesk({ client, view, replay, desk, waits, looksAround, onLookAround }: Props) {
  const { room } = useWords();
  const isAway = view.connection === 'away';
  const leave = (
    <a className="desk-word" href="/">
      {room.leave}
    </a>
  );
  if (looksAround)
    return (
      <div className="room-desk">
        <button type="button" className="back-pill" onClick={() => onLookAround(false)}>
          {replay.ask === null ? room.back : room.backToQuestion}
        </button>
        <p className="sr" role="status">
          {room.lookingAround}
        </p>
        <Transport
          {...desk}
          mark={<PresenterMark client={client} replay={replay} stageTime={desk.stageTime} />}
        />
      </div>
    );
  if (waits)
    return (
      <section className="room-desk transport wait-desk" aria-label={room.waiting}>
        <span className="wait-ring" aria-hidden="true" />
        <p role="status">
          <b>{isAway ? room.offline : room.waiting}</b>
          <span>{room.waitingHelp}</span>
        </p>
        {leave}
      </section>
    );
  const look = (
    <button type="button" className="desk-word" onClick={() => onLookAround(true)}>
      {room.lookAround}
    </button>
  );
  const isAwayPresenter = !isAway && replay.people.is_presenter_away && replay.ask === null;
  const still = replay.state === 'paused' ? room.standing : room.following;
  return (
    <div className="room-desk">
      {isAwayPresenter && (
        <div className="away-sheet">
          <div role="status">
            <h2>{room.away}</h2>
            <p>{room.awayHelp}</p>
          </div>
          <button type="button" className="big-button" onClick={() => onLookAround(true)}>
            {room.lookAround}
          </button>
          <a className="big-button quiet" href="/">
            {room.leaveRoom}
          </a>
        </div>
      )}
      <FollowDesk {...desk} said={isAway ? room.alone : still} action={replay.ask === null ? look : leave} />
    </div>
  );
}
