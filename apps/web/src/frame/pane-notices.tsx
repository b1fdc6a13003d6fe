import { paneTitle } from '../viewpoint/countries.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import type { PaneOnPage } from '../live/use-pane.js';
import type { ScenarioOnPage } from '../scenario/use-scenario.js';
import { EmptyNotice } from './empty-notice.js';
import { FailureNotice } from './failure-notice.js';
import { Notice } from './notice.js';

interface Props {
  left: PaneOnPage;
  right: PaneOnPage;
  /** Both were read, and there is nothing. */
  empty: boolean;
  known: ScenarioOnPage | null;
  address: StageAddress;
  go: (to: StageAddress) => void;
}

/** Notices on the state of the panes: reading, cut off, refused, empty. */
export function PaneNotices({ left, right, empty, known, address, go }: Props) {
  const retryBoth = () => {
    left.retry();
    right.retry();
  };
  const slim = left.pane.phase === 'ready' && right.pane.phase === 'ready';
  const [a, b] = [left.pane.failure, right.pane.failure];
  if (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b)) {
    return (
      <FailureNotice failure={a} side={null} slim={slim} address={address} go={go} onRetry={retryBoth} />
    );
  }
  if (a !== null || b !== null) {
    return (
      <>
        {[left, right].map((side, index) => {
          const { failure, from } = side.pane;
          return (
            failure !== null && (
              <FailureNotice
                key={index}
                failure={failure}
                side={paneTitle(from)}
                slim={slim}
                address={address}
                go={go}
                onRetry={side.retry}
              />
            )
          );
        })}
      </>
    );
  }
  if (left.pane.phase === 'reading' || right.pane.phase === 'reading') {
    return <p className="reading">Reading both sides…</p>;
  }
  const lost = left.connection === 'lost' || right.connection === 'lost';
  return (
    <>
      {lost && (
        <Notice
          role="alert"
          slim
          title="The live connection is lost."
          action={{ label: 'Try now', onPress: retryBoth }}
        >
          <p>What is here may be out of date. It goes on by itself once the server answers.</p>
        </Notice>
      )}
      {empty && <EmptyNotice known={known} address={address} go={go} />}
    </>
  );
}
