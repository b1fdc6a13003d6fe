import type { Status } from '#contract';
import { RichText } from './rich-text.js';

/** What a post says: in quotation marks where a source prints the words, in pencil where we made them up. */
export function PostText({ status, unfocusable }: { status: Status; unfocusable: boolean }) {
  const certainty = status.tombstone ? null : (status.provenance?.certainty ?? null);
  return (
    <div className={`says ${certainty ?? 'plain'}`} lang={status.language ?? undefined}>
      {status.spoiler_text !== '' && (
        <p className="spoiler" dir="auto">
          {status.spoiler_text}
        </p>
      )}
      <RichText html={status.content} quoted={certainty === 'quoted'} unfocusable={unfocusable} />
    </div>
  );
}
