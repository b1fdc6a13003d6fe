import { useWords } from '../words/words.js';
import type { RoomView } from './room-view.js';

/** Says what is amiss with the room itself: no network, or something that it did not hear, or refused. */
export function RoomNotices({ view }: { view: RoomView }) {
  const { room } = useWords();
  const { connection, failed, isPresenter } = view;
  if (connection === 'away')
    return (
      <div className="room-strip" role="status">
        <b>{room.offline}</b> {!isPresenter && <span>{room.offlineHelp}</span>}
      </div>
    );
  if (failed === null || !isPresenter) return null;
  return (
    <div className="room-strip" role="alert">
      <b>{failed.kind === 'unreachable' ? room.notDone : room.saidNo(failed.message)}</b>
    </div>
  );
}
