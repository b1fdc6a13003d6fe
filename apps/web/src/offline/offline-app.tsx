import { useState } from 'react';
import { Notice } from '../frame/notice.js';
import { Stage } from '../stage/stage.js';
import { useStory } from '../story/use-story.js';
import { parseAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import { LanguageContext, wordsIn } from '../words/words.js';
import { canUnpack, held } from './held.js';
import { OfflineContext } from '../held/offline-context.js';

/** A replay that plays from one file: its stage, and nothing that it would have to ask a server for. */
export function OfflineApp() {
  const file = held();
  const { offline } = wordsIn(file.language);
  return (
    <OfflineContext value={file}>
      <LanguageContext value={file.language}>
        {canUnpack() ? (
          <Replay scenario={file.scenario} />
        ) : (
          <main className="reading">
            <Notice role="alert" title={offline.cannotUnpack}>
              <p>{offline.cannotUnpackHelp}</p>
            </Notice>
          </main>
        )}
      </LanguageContext>
    </OfflineContext>
  );
}

function Replay({ scenario }: { scenario: string }) {
  const file = held();
  const { offline, notice } = wordsIn(file.language);
  // A file's address is no link that others could follow: where it stands is kept here alone.
  const [address, setAddress] = useState<StageAddress>(() => startOf(scenario));
  const { found } = useStory(scenario, file.language);
  if (found.is === 'there')
    return <Stage story={found.story} address={address} go={setAddress} onEnd={() => undefined} />;
  return (
    <main className="reading">
      {found.is === 'sought' && found.failure === null ? (
        <p className="reading-notice">{notice.gettingTape}</p>
      ) : (
        <Notice role="alert" title={offline.broken} />
      )}
    </main>
  );
}

/** Opens at an instant that the file's address names, on the places that the story opens on. */
function startOf(scenario: string): StageAddress {
  const { at } = parseAddress(window.location.search);
  return { scenario, at, left: null, right: null, lang: null };
}
