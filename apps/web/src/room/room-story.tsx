import type { Replay } from '#contract';
import { Notice } from '../frame/notice.js';
import { RoomLikesContext } from '../post/room-like.js';
import { Stage } from '../stage/stage.js';
import { useStory } from '../story/use-story.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage, wordsIn } from '../words/words.js';
import type { RoomClient } from './room-client.js';
import { RoomFrame } from './room-frame.js';
import type { RoomView } from './room-view.js';
import { useStageRoom } from './use-stage-room.js';
import type { Story } from '../story/use-story.js';

interface Props {
  client: RoomClient;
  view: RoomView;
  replay: Replay;
  address: StageAddress;
  go: Go;
}

/** The story of a room, once it is there. */
export function RoomStory(props: Props) {
  const { replay, address, go } = props;
  const language = useLanguage();
  const { notice } = wordsIn(language);
  const { found, reload } = useStory(replay.scenario, language);
  if (found.is === 'there') return <RoomStage {...props} story={found.story} onEnd={reload} />;
  const failure = found.is === 'sought' ? found.failure : null;
  return (
    <RoomFrame code={replay.code} address={address} go={go}>
      {found.is === 'unknown' ? (
        <Notice title={notice.noScenario(replay.scenario)} />
      ) : (
        <p role="status" className="room-lede">
          {failure === null ? notice.gettingTape : notice.noAnswer}
        </p>
      )}
    </RoomFrame>
  );
}

/** The stage of a room. Its address names sides and language; its instant is the room's. */
function RoomStage({ story, onEnd, ...props }: Props & { story: Story; onEnd: () => void }) {
  const { room, likes, go } = useStageRoom(story, props);
  return (
    <RoomLikesContext value={likes}>
      <Stage story={story} address={{ ...props.address, at: null }} go={go} onEnd={onEnd} room={room} />
    </RoomLikesContext>
  );
}
