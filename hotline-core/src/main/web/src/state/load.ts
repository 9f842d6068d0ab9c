import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../api/client';

export interface Loaded<T> {
  data: T | undefined;
  error: Refused | undefined;
  busy: boolean;
  reload: () => void;
  /** Changes what is shown at once, as a notice tells; what is being read meanwhile is older and is changed likewise. */
  amend: (edit: (data: T) => T) => void;
}

/** At most one load in so many milliseconds: a burst of notices costs one request. */
const atMostEveryMillis = 120;

/**
 * Loads when the dependencies change; keeps what it has while it loads anew, and tries again after a lost network. A wish to
 * load anew does not break off a load that is under way: however many notices come, an answer is seen.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, deps: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ data: T | undefined; error: Refused | undefined; busy: boolean }>({
    data: undefined,
    error: undefined,
    busy: true,
  });
  const latest = useRef(load);
  latest.current = load;
  const flight = useRef<AbortController | null>(null);
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const again = useRef(false);
  const during = useRef<((data: T) => T)[]>([]);

  const run = useCallback(() => {
    clearTimeout(timer.current);
    flight.current?.abort();
    const mine = new AbortController();
    flight.current = mine;
    last.current = Date.now();
    again.current = false;
    during.current = [];
    setState((old) => ({ ...old, busy: true }));
    latest.current(mine.signal).then(
      (data) => {
        if (mine.signal.aborted) return;
        flight.current = null;
        setState({ data: during.current.reduce((known, edit) => edit(known), data), error: undefined, busy: false });
        if (again.current) reload();
      },
      (failure: unknown) => {
        if (mine.signal.aborted) return;
        flight.current = null;
        const error = failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure));
        setState((old) => ({ data: old.data, error, busy: false }));
        if (error.status === 0 || error.status >= 500) timer.current = setTimeout(run, 4000);
      },
    );
  }, []);

  const reload = useCallback(() => {
    if (flight.current) {
      again.current = true;
      return;
    }
    const wait = last.current + atMostEveryMillis - Date.now();
    clearTimeout(timer.current);
    if (wait <= 0) run();
    else timer.current = setTimeout(run, wait);
  }, []);

  const amend = useCallback((edit: (data: T) => T) => {
    if (flight.current) during.current.push(edit);
    setState((old) => (old.data === undefined ? old : { ...old, data: edit(old.data) }));
  }, []);

  useEffect(() => {
    run();
    return () => {
      clearTimeout(timer.current);
      flight.current?.abort();
      flight.current = null;
    };
  }, deps);

  return { ...state, reload, amend };
}
