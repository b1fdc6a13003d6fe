import type { ReactNode } from 'react';

interface Props {
  /** `alert` is said at once. */
  role?: 'alert' | 'note';
  title: string;
  /** One line, above what is still there to be read. */
  slim?: boolean;
  children?: ReactNode;
  action?: { label: string; onPress: () => void };
}

/** Something to know about the page itself: empty, cut off, refused. */
export function Notice({ role = 'note', title, slim = false, children, action }: Props) {
  return (
    <div className={slim ? 'notice slim-notice' : 'notice'} role={role}>
      <p className="notice-title">{title}</p>
      {children}
      {action && (
        <button type="button" className="button" onClick={action.onPress}>
          {action.label}
        </button>
      )}
    </div>
  );
}
