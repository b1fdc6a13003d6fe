import type { ReactNode } from 'react';
import { Spine } from '../rows/spine.js';
import { useWords } from '../words/words.js';

/** The four rules as the panes themselves say them: a row for each, with its `=` or `≠`. */
export function ReadingKey() {
  const { landing: words } = useWords();
  const said = (
    <div className="post key">
      <p>
        <b>{words.white}</b> {words.whiteIs}
      </p>
      <span className="key-line" aria-hidden="true" />
    </div>
  );
  const pencilled = (
    <div className="post pencilled key">
      <p className="made-up">{words.pencil}</p>
    </div>
  );
  return (
    <div className="reading-key">
      <KeyRow left={said} right={said} />
      <KeyRow
        differs
        left={
          <div className="tombstone key">
            <p>{words.violet}</p>
          </div>
        }
        right={
          <div className="post key">
            <p>
              <b>{words.stillShown}</b> {words.stillShownWhere}
            </p>
            <span className="key-line" aria-hidden="true" />
          </div>
        }
      />
      <p className="key-green">{words.green}</p>
      <KeyRow left={pencilled} right={pencilled} />
    </div>
  );
}

interface RowProps {
  left: ReactNode;
  right: ReactNode;
  differs?: boolean;
}

/** A line that reads the same on both sides is told once. */
function KeyRow({ left, right, differs = false }: RowProps) {
  const { landing: words } = useWords();
  return (
    <div className={differs ? 'pair slim key-row differs' : 'pair slim key-row'}>
      <div className="cell left">{left}</div>
      <Spine same={!differs} hour={null} />
      <span className="sr">{differs ? words.differs : words.same}</span>
      <div className="cell right" aria-hidden={differs ? undefined : true}>
        {right}
      </div>
    </div>
  );
}
