import type { ScenarioOnPage } from '../scenario/use-scenario.js';
import { lastInstantOf } from '../scenario/chapters.js';
import { month } from '../time/moments.js';
import { AddressLink } from '../viewpoint/address-link.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { Notice } from './notice.js';

interface Props {
  known: ScenarioOnPage | null;
  address: StageAddress;
  go: (to: StageAddress) => void;
}

/** Nothing on either side: how to make something happen, or when it did. */
export function EmptyNotice({ known, address, go }: Props) {
  if (address.at === null) {
    return (
      <Notice title="Nothing has happened here yet.">
        <p>
          Run <code>npx withheld seed {known?.scenario.id ?? '2021-india-twitter-koo'} --live</code> in
          another window, and watch both sides fill.
        </p>
      </Notice>
    );
  }
  const first = known?.chapters[0];
  return (
    <Notice title="Nothing had happened by then.">
      {known !== null && first !== undefined && (
        <p>
          {/* A chapter does not say how well its day is known. */}
          {known.scenario.title} begins in {month(first.at, known.scenario.time_zone)}.{' '}
          <AddressLink to={{ ...address, at: lastInstantOf(known.chapters, first, known.scenario) }} go={go}>
            Go to its first chapter
          </AddressLink>
          .
        </p>
      )}
    </Notice>
  );
}
