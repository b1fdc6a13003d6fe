import type { Replay } from '#contract';
import type { CSSProperties } from 'react';
import { useWords } from '../words/words.js';
import { QrCode } from './qr-code.js';
import { joinAddress } from './room-address.js';
import { SideCounts } from './side-counts.js';

interface Props {
  replay: Replay;
  places: readonly string[];
  onLobby: () => void;
}

/** About how wide a code is, in em of the face that codes are set in: the card is as narrow as its rail. */
const emsOf = (code: string): number =>
  Array.from(code).reduce((ems, letter) => ems + (/[MW]/.test(letter) ? 1.1 : 0.75), 0);

/** The room beside its stage, for a presenter: code and counts. The key that controls it is shown nowhere. */
export function RoomCard({ replay, places, onLobby }: Props) {
  const { room } = useWords();
  const address = joinAddress(replay.url, new URL(window.location.href));
  return (
    <section className="room-card" aria-label={`${room.name} ${replay.code}`}>
      <p className="room-card-at">
        {room.joinAt}{' '}
        <b translate="no">
          {address.host}
          {address.pathname.slice(0, address.pathname.lastIndexOf('/'))}
        </b>
      </p>
      <p className="room-code" translate="no" style={{ '--ems': emsOf(replay.code) } as CSSProperties}>
        {replay.code}
      </p>
      <div className="room-card-who">
        <QrCode text={address.href} label={room.qr(address.href)} />
        <SideCounts replay={replay} places={places} />
      </div>
      <button type="button" className="room-card-open" onClick={onLobby}>
        <span>{room.openLobby}</span> <kbd aria-hidden="true">L</kbd>
      </button>
    </section>
  );
}
