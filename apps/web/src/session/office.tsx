import { useEffect, type ReactNode } from 'react';
import { Masthead, type View } from '../frame/masthead.js';
import { Notice } from '../frame/notice.js';
import type { Go } from '../viewpoint/use-address.js';
import { formatAddress, type StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage } from '../words/words.js';
import type { Client } from './client.js';
import { SignInSheet, tellOf } from './sign-in-sheet.js';
import type { Role } from './sign-in.js';
import type { Session } from './stored-session.js';
import { useSession, type Probe } from './use-session.js';
import { useSessionWords } from './words.js';
import '../styles/office.css';

/** The properties that the app passes to each of these pages. */
export interface OfficeProps {
  address: StageAddress;
  go: Go;
  hasStory: boolean;
}

interface Props extends OfficeProps {
  view: View & ('desk' | 'filing' | 'own');
  role: Role;
  /** Whether whoever signed in may be here, as the server says; null where everybody may. */
  probe: Probe | null;
  children: (client: Client, session: Session) => ReactNode;
}

const OFFICES = ['desk', 'filing', 'own'] as const;
const PATHS = { desk: '/desk', filing: '/orders/new', own: '/own' } as const;

/** A page for people in a role: asks who they are first, and says who is signed in. */
export function Office({ view, role, probe, address, go, hasStory, children }: Props) {
  const words = useSessionWords();
  const language = useLanguage();
  const { standing, take, leave, again } = useSession(probe);
  const title = { desk: words.deskTitle, filing: words.filingTitle, own: words.ownTitle }[view];
  useEffect(() => {
    document.title = `${title} · Withheld`;
    document.documentElement.lang = language;
  }, [title, language]);

  const session = standing.is === 'in' || standing.is === 'refused' ? standing.session : null;
  const name = session === null ? '' : session.account.display_name || `@${session.account.acct}`;
  return (
    <div className="office">
      <Masthead
        view={view}
        address={address}
        hasStory={hasStory}
        here={
          <>
            {OFFICES.map((one) => (
              <a
                key={one}
                className="office-link"
                href={formatAddress({ ...address, at: null }, PATHS[one])}
                aria-current={one === view ? 'page' : undefined}
              >
                {words[one]}
              </a>
            ))}
          </>
        }
        onLanguage={(lang) => go({ ...address, lang }, 'replace')}
      >
        {session !== null && (
          <span className="signed-in">
            <span className="sr">{words.signedInAs('')}</span>
            <bdi className="who">{name}</bdi>
            <button type="button" className="button" onClick={leave}>
              {words.signOut}
            </button>
          </span>
        )}
      </Masthead>
      {standing.is === 'asking' && (
        <main className="office-door">
          <p role="status">{words.wait}</p>
        </main>
      )}
      {standing.is === 'out' && (
        <SignInSheet
          role={role}
          title={title}
          why={
            standing.ended
              ? words.ended
              : standing.denied
                ? words.denied
                : standing.refusal && tellOf(standing.refusal, words)
          }
          onSession={take}
        />
      )}
      {standing.is === 'refused' && (
        <main className="office-door">
          {standing.refusal.status === 403 ? (
            <Notice title={words.needs[role]} action={{ label: words.signOut, onPress: leave }}>
              <p>{words.needsMore(name)}</p>
              <p>{tellOf(standing.refusal, words)}</p>
            </Notice>
          ) : (
            <Notice
              role="alert"
              title={tellOf(standing.refusal, words)}
              action={{ label: words.tryAgain, onPress: again }}
            />
          )}
        </main>
      )}
      {standing.is === 'in' && children(standing.client, standing.session)}
    </div>
  );
}
