import type { Failure } from '../api/failure.js';
import { AddressLink } from '../viewpoint/address-link.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { Notice } from './notice.js';

/** The status for a place that only moderators may look from: trying again changes nothing. */
const FORBIDDEN = 403;

interface Props {
  failure: Failure;
  /** Which side it befell; null for both. */
  side: string | null;
  /** Rows are still there to be read. */
  slim: boolean;
  address: StageAddress;
  go: (to: StageAddress) => void;
  onRetry: () => void;
}

/** Why a pane could not be read, and what to do about it. */
export function FailureNotice({ failure, side, slim, address, go, onRetry }: Props) {
  const where = side === null ? '' : `${side}: `;
  const action = { label: 'Try again', onPress: onRetry };
  if (failure.kind === 'unreachable') {
    return (
      <Notice role="alert" slim={slim} title={`${where}the server does not answer.`} action={action}>
        <p>
          If it runs on this computer, start it with <code>npm start</code> and leave that window open. If
          not, check the connection. This page tries again by itself every few seconds.
        </p>
      </Notice>
    );
  }
  if (failure.status === FORBIDDEN) {
    return (
      <Notice slim={slim} title={`${where}not to be seen from where you are.`}>
        <p>
          This server shows each place to those who are there: <q>{failure.message}</q>. Two sides beside each
          other are for servers with <code>GEO_MODE=open</code>.
        </p>
      </Notice>
    );
  }
  return (
    <Notice role="alert" slim={slim} title={`${where}the server refused this view.`} action={action}>
      <p>
        It said: <q>{failure.message}</q>
      </p>
      {address.at !== null && (
        <p>
          The address asks for <code>{address.at}</code>. An instant looks like{' '}
          <code>2021-02-10T08:04:00Z</code>.{' '}
          <AddressLink to={{ ...address, at: null }} go={go}>
            See it live instead
          </AddressLink>
          .
        </p>
      )}
    </Notice>
  );
}
