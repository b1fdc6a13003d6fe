import { useState } from 'react';
import { useStory } from '../story/use-story.js';
import { countryInText, ELSEWHERE } from '../viewpoint/countries.js';
import { CountrySelect } from '../viewpoint/country-select.js';
import { useLanguage, wordsIn } from '../words/words.js';

/** The country on which the list of others opens, where the story names none. */
const FIRST_OTHER = 'US';

interface Props {
  scenario: string;
  onChoose: (place: string) => void;
}

/** Where to look from, in a room in which everybody chooses: the story's two places, or any. */
export function ChoosePlace({ scenario, onChoose }: Props) {
  const language = useLanguage();
  const { room } = wordsIn(language);
  const { found } = useStory(scenario, language);
  const stage = found.is === 'there' ? found.story.stage : null;
  const places = [...new Set(stage?.places ?? [ELSEWHERE])];
  const ofStory = [...places, ...(stage?.further_places ?? [])];
  const [chosen, setChosen] = useState<string | null>(null);
  const other = chosen ?? stage?.further_places[0] ?? FIRST_OTHER;
  const lookFrom = (place: string) =>
    place === ELSEWHERE ? room.lookFromElsewhere : room.lookFrom(countryInText(place, language));
  return (
    <>
      <h1>{room.choose}</h1>
      <p className="room-lede">{room.chooseHelp}</p>
      <div className="place-buttons">
        {places.map((place) => (
          <button key={place} type="button" className="big-button" onClick={() => onChoose(place)}>
            {lookFrom(place)}
          </button>
        ))}
      </div>
      <div className="place-other">
        <CountrySelect
          label={room.chooseOther}
          value={other}
          ofStory={ofStory}
          disabled={null}
          onChange={setChosen}
        />
        <button type="button" className="button" onClick={() => onChoose(other)}>
          {lookFrom(other)}
        </button>
      </div>
    </>
  );
}
