import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useAddress } from '../viewpoint/use-address.js';
import { preferredLanguage } from '../words/language.js';
import { LanguageContext, wordsIn } from '../words/words.js';
import { ChoosePlace } from './choose-place.js';
import { CodePage } from './code-page.js';
import { codeIn } from './room-address.js';
import { RoomClient } from './room-client.js';
import { RoomFrame } from './room-frame.js';
import { RoomStory } from './room-story.js';

/** A room's page, `/r/<code>`, and the one on which a code is typed, `/r`. */
export function RoomApp() {
  const { address, go } = useAddress();
  const language = address.lang ?? preferredLanguage(navigator.languages);
  const code = codeIn(window.location.pathname);
  const { room } = wordsIn(language);
  useEffect(() => {
    document.title = code === '' ? `${room.codeTitle} · Withheld` : room.title(code);
    document.documentElement.lang = language;
  }, [room, code, language]);
  return (
    <LanguageContext value={language}>
      {code === '' ? (
        <CodePage code="" refusal={null} address={address} go={go} />
      ) : (
        <Room code={code} address={address} go={go} />
      )}
    </LanguageContext>
  );
}

type RoomProps = { code: string } & ReturnType<typeof useAddress>;

/** A room, from joining it on. */
function Room({ code, address, go }: RoomProps) {
  const language = address.lang ?? preferredLanguage(navigator.languages);
  const words = wordsIn(language);
  const client = useMemo(() => new RoomClient(code), [code]);
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  const view = useSyncExternalStore(client.subscribe, client.snapshot);
  const { replay, refusal, isPresenter, place, connection } = view;
  const frame = { code, address, go };

  if (refusal !== null)
    return (
      <CodePage
        code={code}
        refusal={refusal}
        onJoinAsViewer={client.joinAsViewer}
        address={address}
        go={go}
      />
    );
  if (replay === null)
    return (
      <RoomFrame {...frame}>
        <p role="status" className="room-lede">
          {connection === 'away' ? words.notice.noAnswer : words.room.joining(code)}
        </p>
        {connection === 'away' && <p className="room-note">{words.notice.noAnswerHelp}</p>}
      </RoomFrame>
    );
  if (!isPresenter && replay.assign === 'choice' && place === null)
    return (
      <RoomFrame {...frame}>
        <ChoosePlace scenario={replay.scenario} onChoose={client.choose} />
      </RoomFrame>
    );
  return <RoomStory client={client} view={view} replay={replay} address={address} go={go} />;
}
