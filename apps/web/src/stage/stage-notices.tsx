import { NoSuchPlace } from '../frame/no-such-place.js';
import { Notice } from '../frame/notice.js';
import type { Story } from '../story/use-story.js';
import { isInstant, longDay, month } from '../time/moments.js';
import { paneTitle } from '../viewpoint/countries.js';
import type { Go } from '../viewpoint/use-address.js';
import type { StageAddress } from '../viewpoint/viewpoint-url.js';
import { useLanguage, wordsIn } from '../words/words.js';
import type { Playing, Side } from './use-playing.js';

interface Props {
  story: Story;
  playing: Playing;
  address: StageAddress;
  go: Go;
  /** It follows the end of what is being performed. */
  live: boolean;
}

/** Notices about the stage itself: what failed, what an address asked for that is not there, and what to do. */
export function StageNotices({ story, playing, address, go, live }: Props) {
  const language = useLanguage();
  const { notice } = wordsIn(language);
  const { stage } = story;
  const { deck, left, right } = playing;
  const [first, last] = [stage.instants[0], stage.instants.at(-1)];
  const toBeginning = {
    label: notice.toBeginning,
    onPress: () => {
      go({ ...address, at: first ?? null }, 'replace');
      deck.standAt(0);
    },
  };
  const toEnd = {
    label: notice.toEnd,
    onPress: () => {
      go({ ...address, at: stage.is_complete ? (last ?? null) : null }, 'replace');
      deck.standAt(deck.duration);
    },
  };
  const at = address.at;
  const asked = at !== null && isInstant(at) ? Date.parse(at) : null;
  return (
    <>
      <FailureNotice sides={[left, right]} />
      <NoSuchPlace address={address} />
      {at !== null && asked === null && (
        <Notice slim role="alert" title={notice.notAnInstant(at)} action={toBeginning}>
          <p>{notice.instantLooksLike}</p>
        </Notice>
      )}
      {asked !== null && first !== undefined && asked < Date.parse(first) && (
        <Notice
          slim
          title={notice.beforeStory(month(first, stage.time_zone, language))}
          action={toBeginning}
        />
      )}
      {asked !== null && last !== undefined && asked > Date.parse(last) && !live && (
        <Notice
          slim
          title={
            stage.is_complete
              ? notice.afterStory(longDay(last, stage.time_zone, language))
              : notice.notYetPerformed
          }
          action={toEnd}
        />
      )}
      {!stage.file_is_loaded && <Notice slim title={notice.otherFile} />}
      {left.reading.isComplete && right.reading.isComplete && deck.atEnd && isNeverWithheld(left, right) && (
        <Notice slim title={notice.nothingWithheld} />
      )}
    </>
  );
}

function FailureNotice({ sides }: { sides: [Side, Side] }) {
  const language = useLanguage();
  const { notice, sides: words } = wordsIn(language);
  const failed = sides.filter(({ reading }) => reading.failure !== null);
  const failure = failed[0]?.reading.failure;
  if (failure == null) return null;
  const action = { label: notice.tryAgain, onPress: () => failed.forEach(({ retry }) => retry()) };
  if (failure.kind === 'unreachable')
    return sides.some(({ reading }) => reading.moments > 0) ? (
      <Notice slim role="alert" title={notice.playsOn} action={action} />
    ) : (
      <Notice role="alert" title={notice.noAnswer} action={action}>
        <p>{notice.noAnswerHelp}</p>
      </Notice>
    );
  if (failure.status === 403)
    return (
      <Notice
        slim
        title={failed.map(({ tape }) => notice.notFromHere(paneTitle(tape.from, language))).join(' ')}
      >
        <p>{words.enforced}</p>
      </Notice>
    );
  return (
    <Notice slim role="alert" title={notice.refused} action={action}>
      <p>{notice.itSaid(failure.message)}</p>
    </Notice>
  );
}

function isNeverWithheld(left: Side, right: Side): boolean {
  return [left, right].every(({ tape }) => tape.score.withheld.every((count) => count === 0));
}
