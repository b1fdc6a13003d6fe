import { countryInText, countryName, ELSEWHERE, UNKNOWN } from '../viewpoint/countries.js';
import { Legend } from '../frame/legend.js';
import { useLanguage, wordsIn } from '../words/words.js';
import type { RoomSides } from './room-state.js';

interface Props {
  /** How the room says where its viewers look from. */
  assign: string | null;
  sides: RoomSides;
}

/** Before it begins: where one looks from, and what is going to happen. */
export function WaitingPage({ assign, sides }: Props) {
  const language = useLanguage();
  const { room, unreviewed } = wordsIn(language);
  const own = sides[sides.own];
  const name = own === ELSEWHERE ? null : countryInText(own, language);
  const lookingFrom = own === UNKNOWN ? room.lookingFromHere : room.lookingFrom(name);
  const isSplit = assign === 'split';
  const chosen = assign === 'choice' ? room.youChose : room.roomChose(name);
  return (
    <main className="room-over" tabIndex={0}>
      <div className="room-page">
        <h1>{lookingFrom}</h1>
        {isSplit && (
          <div className="two-pages">
            {(['left', 'right'] as const).map((side) => (
              <p key={side} className={side === sides.own ? 'own' : undefined}>
                <b>{countryName(sides[side], language)}</b>
                <span>{side === sides.own ? room.you : room.others}</span>
              </p>
            ))}
            <span className="two-pages-node" aria-hidden="true">
              =
            </span>
          </div>
        )}
        <p className="room-lede">{isSplit ? room.compare : room.together}</p>
        <ul className="room-facts">
          <li>{room.onThisPhone}</li>
          <li>{room.noName}</li>
          {assign !== null && <li className="simulated">{chosen}</li>}
        </ul>
        <div className="room-legend">
          <Legend />
          {unreviewed !== '' && <p className="room-note">{unreviewed}</p>}
        </div>
      </div>
    </main>
  );
}
