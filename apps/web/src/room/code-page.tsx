import { useId, useState, type SubmitEvent } from 'react';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { useWords, type Words } from '../words/words.js';
import { pathOfRoom } from './room-address.js';
import { RoomFrame } from './room-frame.js';
import type { Refusal } from './room-view.js';

/** Letters and digits of a code. */
const LENGTH = 5;

interface Props {
  /** The one that was tried; `''` for none. */
  code: string;
  /** Why it was not joined; null where none was tried. */
  refusal: Refusal | null;
  /** Joins a room whose presenter's key was wrong, as somebody who looks. */
  onJoinAsViewer?: () => void;
  address: StageAddress;
  go: Go;
}

/** One field to type a room's code; where a room could not be joined, first what happened and what to do. */
export function CodePage({ code, refusal, onJoinAsViewer, address, go }: Props) {
  const { room } = useWords();
  const [typed, setTyped] = useState(code);
  const help = useId();
  const { title, text } =
    refusal === null ? { title: room.codeTitle, text: room.codeHelp } : told(refusal, code, room);
  const asks = refusal === null || refusal.is === 'none' || refusal.is === 'over' || refusal.is === 'another';
  const join = (event: SubmitEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') window.location.assign(pathOfRoom(typed) + window.location.search);
  };
  return (
    <RoomFrame code={refusal?.is === 'none' ? '' : code} address={address} go={go}>
      <h1>{title}</h1>
      <p className="room-lede" id={help}>
        {text}
      </p>
      {refusal?.is === 'key' && (
        <button type="button" className="big-button" onClick={onJoinAsViewer}>
          {room.joinAsViewer}
        </button>
      )}
      {asks && (
        <form className="code-form" onSubmit={join}>
          <label>
            <span>{room.code}</span>
            <input
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value.toUpperCase())}
              maxLength={LENGTH}
              aria-invalid={refusal?.is === 'none'}
              aria-describedby={help}
              autoCapitalize="characters"
              autoComplete="off"
              spellCheck={false}
              translate="no"
            />
          </label>
          <button type="submit" className="big-button">
            {room.join}
          </button>
        </form>
      )}
      <p className="room-note">
        {asks && `${room.noRoomHint} `}
        <a href="/">{room.alonePlay}</a>, {room.fromBothPlaces}
      </p>
    </RoomFrame>
  );
}

/** Says what happened, and what to do. */
function told(refusal: Refusal, code: string, room: Words['room']): { title: string; text: string } {
  switch (refusal.is) {
    case 'none':
      return { title: room.none(code), text: room.noneHelp };
    case 'over':
      return { title: room.over, text: room.overHelp };
    case 'full':
      return { title: room.full, text: room.fullHelp };
    case 'another':
      return { title: room.another, text: room.anotherHelp };
    case 'key':
      return { title: room.key, text: room.keyHelp };
    case 'said':
      return { title: room.refused, text: refusal.message };
  }
}
