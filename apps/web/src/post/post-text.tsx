import type { Status } from '#contract';
import { RichText } from './rich-text.js';

/** Shows a post's text: in quotation marks where a source prints it, in pencil where we made it up. */
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
