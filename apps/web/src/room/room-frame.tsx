import type { ReactNode } from 'react';
import { Masthead } from '../frame/masthead.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';

interface Props {
  /** Of the room; `''` where there is none yet. */
  code: string;
  address: StageAddress;
  go: Go;
  children: ReactNode;
}

/** A page of a room without a stage: one column under the masthead. */
export function RoomFrame({ code, address, go, children }: Props) {
  return (
    <div className="stage">
      <Masthead
        view="replay"
        room={code}
        address={address}
        hasStory={false}
        onLanguage={(lang) => go({ ...address, lang }, 'replace')}
      />
      <main className="room-over" tabIndex={0}>
        <div className="room-page">{children}</div>
      </main>
    </div>
  );
}
