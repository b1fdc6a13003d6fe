import type { Label } from '#contract';
import { useWords } from '../words/words.js';

/** A note that the platform put on it: a decision, so on green. */
export function LabelNote({ label }: { label: Label }) {
  const { post } = useWords();
  return (
    <p className="label-note">
      <b>{post.labelled}</b> <bdi>{label.text}</bdi>
    </p>
  );
}
