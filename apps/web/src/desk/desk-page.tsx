import { Office, type OfficeProps } from '../session/office.js';
import type { Probe } from '../session/use-session.js';
import { DeskView } from './desk-view.js';
import '../styles/desk.css';
import '../styles/desk-queue.css';
import '../styles/desk-item.css';
import '../styles/desk-decision.css';
import '../styles/desk-narrow.css';

const mayModerate: Probe = (client) => client.read('/api/v1/admin/queue', { query: { limit: 1 } });

/** `/desk`: what waits for a moderator, what it is, and the decision. */
export default function DeskPage(props: OfficeProps) {
  return (
    <Office {...props} view="desk" role="moderator" probe={mayModerate}>
      {(client, session) => <DeskView client={client} session={session} />}
    </Office>
  );
}
