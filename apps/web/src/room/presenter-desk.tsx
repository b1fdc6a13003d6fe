import { Transport, type TransportProps } from '../transport/transport.js';
import { useWords } from '../words/words.js';
import type { Replay } from '#contract';
import type { Asks } from './asks.js';

interface Props {
  desk: TransportProps;
  replay: Replay;
  asks: Asks;
  onLobby: () => void;
}

/** The desk of who presents: what is done on it is done in the room. */
export function PresenterDesk({ desk, replay, asks, onLobby }: Props) {
  const { room } = useWords();
  const { next, onAsk, onReveal, onGoOn } = asks;
  const isOpen = replay.ask !== null && !replay.ask.is_revealed;
  const isRevealed = replay.ask?.is_revealed === true;
  return (
    <Transport {...desk}>
      <span className="presenter-controls">
        {replay.ask === null && (
          <button type="button" className="desk-word" onClick={onLobby} title={room.openLobby}>
            <b translate="no">{replay.code}</b> <span className="desk-people">{replay.people.in}</span>
            <span className="sr"> {room.openLobby}</span>
          </button>
        )}
        {replay.ask === null && next !== null && (
          <button type="button" className="desk-word strong" onClick={onAsk}>
            <span>
              {room.ask} <kbd aria-hidden="true">Q</kbd>
            </span>
            <small>{room.askAfter(next.number, desk.stage.ask.length)}</small>
          </button>
        )}
        {isOpen && (
          <>
            <button type="button" className="desk-word" onClick={onGoOn}>
              {room.without}
            </button>
            <button type="button" className="desk-word strong" onClick={onReveal}>
              <span>
                {room.show} <kbd aria-hidden="true">Q</kbd>
              </span>
            </button>
          </>
        )}
        {isRevealed && (
          <button type="button" className="desk-word strong" onClick={onGoOn}>
            <span>
              {room.goOn} <kbd aria-hidden="true">Q</kbd>
            </span>
          </button>
        )}
      </span>
    </Transport>
  );
}
