import type { Replay, ScenarioStage } from '#contract';
import { countryInText, ELSEWHERE } from '../viewpoint/countries.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { QrCode } from './qr-code.js';
import { joinAddress } from './room-address.js';
import { SideCounts } from './side-counts.js';

interface Props {
  replay: Replay;
  stage: ScenarioStage;
  places: readonly string[];
  /** `Replay of 2021`. */
  replayOf: string;
  onClose: () => void;
}

/** How to join, as large as the screen: for a hall, before it begins and for who comes late. */
export function Lobby({ replay, stage, places, replayOf, onClose }: Props) {
  const language = useLanguage();
  const { room } = wordsIn(language);
  const [one, other] = places.map((place) => (place === ELSEWHERE ? null : countryInText(place, language)));
  const address = joinAddress(replay.url, new URL(window.location.href));
  return (
    <main className="room-over" tabIndex={0}>
      <section className="lobby" aria-label={room.openLobby}>
        <QrCode text={address.href} label={room.qr(address.href)} />
        <div className="lobby-words">
          <p className="lobby-story">
            {replayOf}: {stage.title}
          </p>
          <h1>{stage.opening.headline}</h1>
          <p className="lobby-how">
            {room.scanOr}{' '}
            <b translate="no">
              {address.host}
              {address.pathname.slice(0, address.pathname.lastIndexOf('/'))}
            </b>{' '}
            {room.andType}
          </p>
          <p className="room-code" translate="no">
            {replay.code}
          </p>
          <SideCounts replay={replay} places={places} />
          <p className="room-note">
            {replay.assign === 'split' ? room.splitHelp(one ?? null, other ?? null) : room.joinHelp}
          </p>
          <button type="button" className="button" onClick={onClose}>
            {room.closeLobby} <kbd aria-hidden="true">L</kbd>
          </button>
        </div>
      </section>
    </main>
  );
}
