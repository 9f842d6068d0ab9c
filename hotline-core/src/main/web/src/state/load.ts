import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Refused } from '../api/client';

export interface Loaded<T> {
  data: T | undefined;
  error: Refused | undefined;
  busy: boolean;
  reload: () => void;
}

/** At most one load in so many milliseconds: a burst of notices costs one request. */
const atMostEveryMillis = 120;

/** Loads when the dependencies change; keeps what it has while it loads anew, and tries again after a lost network. */
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

  const run = useCallback(() => {
    clearTimeout(timer.current);
    flight.current?.abort();
    const mine = new AbortController();
    flight.current = mine;
    last.current = Date.now();
    setState((old) => ({ ...old, busy: true }));
    latest.current(mine.signal).then(
      (data) => {
        if (!mine.signal.aborted) setState({ data, error: undefined, busy: false });
      },
      (failure: unknown) => {
        if (mine.signal.aborted) return;
        const error = failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure));
        setState((old) => ({ data: old.data, error, busy: false }));
        if (error.status === 0 || error.status >= 500) timer.current = setTimeout(run, 4000);
      },
    );
  }, []);

  const reload = useCallback(() => {
    const wait = last.current + atMostEveryMillis - Date.now();
    clearTimeout(timer.current);
    if (wait <= 0) run();
    else timer.current = setTimeout(run, wait);
  }, []);

  useEffect(() => {
    run();
    return () => {
      clearTimeout(timer.current);
      flight.current?.abort();
    };
  }, deps);

  return { ...state, reload };
}
