import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Props {
  count: number;
  /** Every row is this high, in CSS pixels. */
  rowHeight: number;
  /** A row; with the key given it takes the place of one that has left the view, so that scrolling makes no new elements. */
  row: (index: number, key: number) => ComponentChildren;
  /** Called when the last rows come near the view. */
  onNearEnd: () => void;
  label: string;
  /** The row to keep in view, when it changes. */
  reveal?: number;
  head?: ComponentChildren;
  foot?: ComponentChildren;
  onKeyDown?: (event: KeyboardEvent) => void;
}

/** Rows kept outside the view on either side, so that a quick scroll meets no gap. */
const spare = 8;

/** A long list of which only what is seen is in the page: 50,000 rows scroll as 50 do. */
export function VirtualList({ count, rowHeight, row, onNearEnd, label, reveal, head, foot, onKeyDown }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const frame = useRef(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = (): void => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
    };
  }, []);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const places = Math.ceil(view.height / rowHeight) + 2 * spare + 2;
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + spare);
  useEffect(() => {
    if (last + 2 * spare >= count) onNearEnd();
  }, [last, count]);

  useEffect(() => {
    const element = box.current;
    if (!element || reveal === undefined || reveal < 0) return;
    const headHeight = (element.querySelector('.virtual-head') as HTMLElement | null)?.offsetHeight ?? 0;
    const top = reveal * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight + headHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight + headHeight - element.clientHeight;
    }
  }, [reveal]);

  return (
    <div
      ref={box}
      class="virtual"
      role="region"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        const element = event.currentTarget;
        cancelAnimationFrame(frame.current);
        frame.current = requestAnimationFrame(() => setView({ top: element.scrollTop, height: element.clientHeight }));
      }}
    >
      <div role="table" aria-label={label} aria-rowcount={count + 1}>
        {head && <div class="virtual-head" role="rowgroup">{head}</div>}
        <div class="virtual-body" role="rowgroup" style={{ height: `${count * rowHeight}px` }}>
          <div class="virtual-window" role="presentation" style={{ transform: `translateY(${first * rowHeight}px)` }}>
            {Array.from({ length: Math.max(0, last - first) }, (_, n) => row(first + n, (first + n) % places))}
          </div>
        </div>
      </div>
      {foot}
    </div>
  );
}
