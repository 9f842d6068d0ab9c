import { computed, signal } from '@preact/signals';
import { api, Refused } from '../api/client';
import type { LiveCall, Notice } from '../api/types';
import type { Loaded } from './load';
import { account, has } from './session';

// Calls that are up and that this account may see. Read once, then kept by what the service pushes: a notice of the type
// `live` holds the call as it is now, or none when it is over.

interface Kept {
  items: readonly LiveCall[];
  read: boolean;
  error: Refused | undefined;
}

const nothing: Kept = { items: [], read: false, error: undefined };
const kept = signal<Kept>(nothing);
export const liveCalls = computed(() => kept.value.items);

/** The call that rings or talks with me, as the service knows it, whatever my telephone is. */
export const myCall = computed(() =>
  liveCalls.value.find((one) => one.lawyer === account.value?.username && (one.state === 'TALKING' || one.state === 'RINGING')) ?? null);

/** The first of a burst is shown at once, the rest after so many milliseconds together. */
const burstMillis = 50;
const retryMillis = 4000;

let flight: AbortController | null = null;
let during: Notice[] = [];
let heard: Notice[] = [];
let shownAt = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;

const inOrder = (a: LiveCall, b: LiveCall): number => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : 1);

/** The calls after the notices. */
function after(items: readonly LiveCall[], notices: readonly Notice[]): readonly LiveCall[] {
  if (notices.length === 0) return items;
  const calls = new Map(items.map((one) => [one.id, one]));
  for (const notice of notices) {
    const call = notice['call'] as LiveCall | undefined;
    if (call) calls.set(call.id, call);
    else if (notice.id) calls.delete(notice.id);
  }
  return [...calls.values()].sort(inOrder);
}

export async function readLiveCalls(): Promise<void> {
  if (!has('lawyer', 'coordinator')) return;
  clearTimeout(retry);
  flight?.abort();
  const mine = new AbortController();
  flight = mine;
  during = [];
  try {
    const { items } = await api.liveCalls(mine.signal);
    if (mine.signal.aborted) return;
    flight = null;
    // What was pushed while the answer was on its way is not older than the answer.
    kept.value = { items: after(items, during), read: true, error: undefined };
  } catch (failure) {
    if (mine.signal.aborted) return;
    flight = null;
    const error = failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure));
    kept.value = { ...kept.value, error };
    if (error.status === 0 || error.status >= 500) retry = setTimeout(() => void readLiveCalls(), retryMillis);
  }
}

export function heardOfCall(notice: Notice): void {
  if (flight) during.push(notice);
  heard.push(notice);
  const wait = shownAt + burstMillis - performance.now();
  if (wait <= 0) show();
  else timer ??= setTimeout(show, wait);
}

function show(): void {
  clearTimeout(timer);
  timer = undefined;
  shownAt = performance.now();
  const items = after(kept.value.items, heard);
  heard = [];
  kept.value = { ...kept.value, items };
}

/** Somebody else sits here, or nobody. */
export function forgetLiveCalls(): void {
  clearTimeout(retry);
  clearTimeout(timer);
  timer = undefined;
  flight?.abort();
  flight = null;
  heard = [];
  kept.value = nothing;
}

/** The calls as a part of a page loads them. */
export function useLiveCalls(): Loaded<readonly LiveCall[]> {
  const { items, read, error } = kept.value;
  return { data: read ? items : undefined, error, busy: !read && !error, reload: () => void readLiveCalls(), amend: () => undefined };
}
