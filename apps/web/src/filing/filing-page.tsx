import { Office, type OfficeProps } from '../session/office.js';
import type { Probe } from '../session/use-session.js';
import { FilingView } from './filing-view.js';
import '../styles/filing.css';

// A line that names nothing: whoever may file is answered what it names.
const mayFile: Probe = (client) => client.post('/api/v1/orders/resolve', { body: { lines: ['#a'] } });

/** `/orders/new`: an authority files an order. */
export default function FilingPage(props: OfficeProps) {
  return (
    <Office {...props} view="filing" role="authority" probe={mayFile}>
      {(client, session) => <FilingView client={client} session={session} />}
    </Office>
  );
}
