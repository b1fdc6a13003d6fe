import { useEffect, useRef, useState, type RefObject } from 'react';

/** Whether the top of the rows is in sight; the sentinel goes just above them. */
export function useAtTop(): { atTop: boolean; sentinel: RefObject<HTMLDivElement | null> } {
  const sentinel = useRef<HTMLDivElement>(null);
  const [atTop, setAtTop] = useState(true);

  useEffect(() => {
    const element = sentinel.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) =>
        setAtTop(entries.some((entry) => entry.isIntersecting || entry.boundingClientRect.top > 0)),
      // The heads of the panes stay in place and cover what scrolls under them.
      { rootMargin: '-48px 0px 0px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { atTop, sentinel };
}
