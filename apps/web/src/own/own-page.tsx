import { Office, type OfficeProps } from '../session/office.js';
import { OwnView } from './own-view.js';
import '../styles/own.css';

/** `/own`: what of one's own is restricted, where and why, and the appeal. */
export default function OwnPage(props: OfficeProps) {
  return (
    <Office {...props} view="own" role="reader" probe={null}>
      {(client) => <OwnView client={client} />}
    </Office>
  );
}
