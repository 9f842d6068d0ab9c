import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { address, api } from '../api/client';
import type { Notice } from '../api/types';
import { account, sessionEnded } from './session';

export type Connection = 'connecting' | 'open' | 'lost';
export const connection = signal<Connection>('connecting');

const types = ['live', 'call', 'seat', 'roster', 'consultation', 'line', 'callback', 'plan', 'leave', 'swap', 'alarm', 'watch', 'session'] as const;
type Type = (typeof types)[number];
/** `resync` stands for "anything may have changed": after a lost connection all is read anew. */
type Listener = (notice: Notice | 'resync') => void;

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let retrySeconds = 1;
let wasLost = false;

function tell(notice: Notice | 'resync'): void {
  for (const listener of [...listeners]) listener(notice);
}

export function openLive(): void {
  closeLive();
  connection.value = wasLost ? 'lost' : 'connecting';
  const stream = new EventSource(address('/events'));
  source = stream;
  stream.onopen = () => {
    connection.value = 'open';
    retrySeconds = 1;
    wasLost = false;
    // Also the first time: what happened between a page's first reading and this moment has told nobody.
    tell('resync');
  };
  stream.onerror = () => {
    wasLost = true;
    connection.value = 'lost';
    // A browser tries again by itself unless the answer was a refusal; then we do, ever more slowly, if still signed in.
    if (stream.readyState === EventSource.CLOSED) {
      retry = setTimeout(again, retrySeconds * 1000);
      retrySeconds = Math.min(retrySeconds * 2, 30);
    }
  };
  for (const type of types) {
    stream.addEventListener(type, (event) => {
      const notice: Notice = { ...parse((event as MessageEvent<string>).data), type };
      if (type === 'session' && notice['signedIn'] === false) ended();
      else tell(notice);
    });
  }
}

async function again(): Promise<void> {
  try {
    const session = await api.session();
    if (!session.signedIn) return ended();
    openLive();
  } catch {
    retry = setTimeout(again, retrySeconds * 1000);
    retrySeconds = Math.min(retrySeconds * 2, 30);
  }
}

function ended(): void {
  closeLive();
  if (account.value) {
    sessionEnded.value = true;
    account.value = null;
  }
}

export function closeLive(): void {
  clearTimeout(retry);
  source?.close();
  source = null;
}

// A laptop that wakes, or a network that returns, does not wait for the next attempt.
addEventListener('online', () => account.value && connection.value === 'lost' && openLive());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && account.value && connection.value === 'lost') openLive();
});

function parse(data: string): Notice {
  try {
    return JSON.parse(data) as Notice;
  } catch {
    return { type: '' };
  }
}

/** Runs `then` for each notice of the types given, and after every resync. */
export function useNotices(wanted: readonly Type[], then: (notice: Notice | 'resync') => void): void {
  const latest = useRef(then);
  latest.current = then;
  const key = wanted.join();
  useEffect(() => {
    const listener: Listener = (notice) => {
      if (notice === 'resync' || key.split(',').includes(notice.type)) latest.current(notice);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [key]);
}
