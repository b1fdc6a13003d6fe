import { lazy, Suspense } from 'react';
import { ExplainPage } from './explain/explain-page.js';
import { Masthead, type View } from './frame/masthead.js';
import { Notice } from './frame/notice.js';
import { Stage } from './stage/stage.js';
import { useStory } from './story/use-story.js';
import { TimelineView } from './timeline-view/timeline-view.js';
import { useAddress } from './viewpoint/use-address.js';
import { preferredLanguage } from './words/language.js';
import { LanguageContext, wordsIn } from './words/words.js';

// For people in a role: whoever looks at the stage does not load them.
const OFFICES = {
  desk: lazy(() => import('./desk/desk-page.js')),
  filing: lazy(() => import('./filing/filing-page.js')),
  own: lazy(() => import('./own/own-page.js')),
};

/** The page: the stage where a story was loaded, what people write, and what is told of one post. */
export function App() {
  const { address, go } = useAddress();
  const language = address.lang ?? preferredLanguage(navigator.languages);
  const words = wordsIn(language);
  const { found, reload } = useStory(address.scenario, language);
  const view = viewOf(window.location.pathname);

  const masthead = (hasStory: boolean) => (
    <Masthead
      view={view}
      address={address}
      hasStory={hasStory}
      onLanguage={(lang) => go({ ...address, lang }, 'replace')}
    />
  );
  const page = () => {
    if (view === 'desk' || view === 'filing' || view === 'own') {
      const Office = OFFICES[view];
      return (
        <Suspense fallback={masthead(false)}>
          <Office address={address} go={go} hasStory={found.is === 'there'} />
        </Suspense>
      );
    }
    if (view === 'explain' && (found.is === 'there' || found.is === 'none')) {
      const story = found.is === 'there' ? found.story : null;
      return (
        <ExplainPage search={window.location.search} story={story} masthead={masthead(story !== null)} />
      );
    }
    if (found.is === 'there') {
      const { stage } = found.story;
      if (view === 'replay')
        return <Stage key={stage.id} story={found.story} address={address} go={go} onEnd={reload} />;
      const places = [...(stage.places ?? []), ...stage.further_places];
      return <TimelineView address={address} go={go} places={places} hasStory />;
    }
    if (found.is === 'none' || (found.is === 'sought' && view === 'timeline' && found.failure === null))
      return <TimelineView address={address} go={go} places={[]} hasStory={false} />;
    return (
      <div className="stage">
        {masthead(found.is === 'unknown')}
        <main className="reading">
          {found.is === 'unknown' ? (
            <Notice
              title={words.notice.noScenario(found.id)}
              action={{ label: words.notice.toBeginning, onPress: () => go({ ...address, scenario: null }) }}
            />
          ) : found.failure === null ? (
            <p className="reading-notice">{words.notice.gettingTape}</p>
          ) : (
            <Notice role="alert" title={words.notice.noAnswer}>
              <p>{words.notice.noAnswerHelp}</p>
            </Notice>
          )}
        </main>
      </div>
    );
  };
  return <LanguageContext value={language}>{page()}</LanguageContext>;
}

function viewOf(path: string): View {
  if (path.startsWith('/timeline')) return 'timeline';
  if (path.startsWith('/desk')) return 'desk';
  if (path.startsWith('/orders/new')) return 'filing';
  if (path.startsWith('/own')) return 'own';
  return path.startsWith('/explain') ? 'explain' : 'replay';
}
