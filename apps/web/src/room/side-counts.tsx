import type { Replay } from '#contract';
import { paneTitle } from '../viewpoint/countries.js';
import { useLanguage, wordsIn } from '../words/words.js';

interface Props {
  replay: Replay;
  /** The two places of the story, in the order in which they are shown. */
  places: readonly string[];
}

/** How many are in a room, by where they look from; where the room says nothing of that, all of them. */
export function SideCounts({ replay, places }: Props) {
  const language = useLanguage();
  const { room } = wordsIn(language);
  const { people, assign } = replay;
  if (assign === null) return <p className="side-counts-all">{room.inRoom(people.in)}</p>;
  const told = assign === 'split' ? places : people.sides.map(({ place }) => place);
  const count = (of: string) => people.sides.find(({ place }) => place === of)?.in ?? 0;
  if (told.length === 0) return <p className="side-counts-all">{room.inRoom(people.in)}</p>;
  return (
    <dl className="side-counts">
      {told.map((place, n) => (
        <div key={place} className={n === 0 && told.length > 1 ? 'dashed' : undefined}>
          <dt>{paneTitle(place, language)}</dt>
          <dd>{count(place)}</dd>
        </div>
      ))}
    </dl>
  );
}
