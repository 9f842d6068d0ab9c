import type { Attendance, Callback, Centre, Consultation, Deadline, Duty, LawArticle, Leave, LiveCall, MyPhone, MyStatus, OwnState, PhoneKind, Page, RecordEdit, RecordFields, Roster, Session, Snippet, Swap, Term, CalendarDay } from './types';

/** What the service refused, in its own words (problem+json), or that it could not be reached (status 0). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly problem: Record<string, unknown> = {},
  ) {
    super(detail || title);
  }
}

export interface Answer<T> {
  body: T;
  etag: string | null;
}

type Query = Record<string, string | number | boolean | null | undefined>;

interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  body?: unknown;
  ifMatch?: string;
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

/** Seconds after which a request counts as lost. */
const timeoutSeconds = 20;

// What the page asks by itself, long after the last touch, must not keep the session alive: it says so.
const backgroundAfterMillis = 10_000;
let lastTouch = Date.now();
for (const touch of ['pointerdown', 'keydown', 'wheel'] as const) {
  globalThis.addEventListener?.(touch, () => (lastTouch = Date.now()), { capture: true, passive: true });
}

let whenSignedOut: () => void = () => {};
/** Called once a request was answered 401: the session has ended. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

export function address(path: string, query: Query = {}): string {
  const pairs = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') pairs.set(key, String(value));
  }
  const text = pairs.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

function xsrf(): string {
  return /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

export async function call<T>(path: string, options: Options = {}): Promise<Answer<T>> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (Date.now() - lastTouch > backgroundAfterMillis) headers['X-Hotline-Background'] = '1';
  if (method !== 'GET') headers['X-XSRF-TOKEN'] = decodeURIComponent(xsrf());
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.ifMatch !== undefined) headers['If-Match'] = options.ifMatch;
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
  const limit = AbortSignal.timeout(timeoutSeconds * 1000);
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ? either(options.signal, limit) : limit,
    });
  } catch (failure) {
    if (options.signal?.aborted) throw failure;
    throw new Refused(0, 'unreachable', '');
  }
  if (response.ok) {
    const text = response.status === 204 ? '' : await response.text();
    return { body: (text ? JSON.parse(text) : undefined) as T, etag: response.headers.get('ETag') };
  }
  const problem = await response.json().catch(() => ({})) as Record<string, unknown>;
  if (response.status === 401 && !path.startsWith('/session')) whenSignedOut();
  throw new Refused(response.status, String(problem['title'] ?? response.statusText), String(problem['detail'] ?? ''), problem);
}

function either(a: AbortSignal, b: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const one of [a, b]) {
    if (one.aborted) both.abort(one.reason);
    else one.addEventListener('abort', () => both.abort(one.reason), { once: true });
  }
  return both.signal;
}

const body = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).body;

export interface LogFilter {
  from?: string;
  to?: string;
  q?: string;
  caller?: string;
  outcome?: string;
  category?: string;
  lawyer?: string;
  channel?: string;
  disposition?: string;
  unfinished?: string;
  hour?: string;
  weekday?: string;
  credited?: string;
  callerGroup?: string;
  district?: string;
  queued?: string;
  waitAtMost?: string;
  ratingFrom?: string;
}

export const api = {
  session: () => body(call<Session>('/session')),
  /** @param proof a code of an authenticator app, or a key's answer, where the account has a second factor */
  signIn: (username: string, password: string, proof: { code?: string; key?: unknown } = {}) =>
    body(call<Session>('/session', { method: 'POST', body: { username, password, ...proof } })),
  askKey: (username: string, password: string) =>
    body(call<{ question: unknown }>('/session/key', { method: 'POST', body: { username, password } })),
  signOut: () => body(call<void>('/session', { method: 'DELETE' })),
  centres: () => body(call<{ items: Centre[] }>('/centres')),
  duty: (signal?: AbortSignal) => body(call<Duty>('/duty', { signal })),
  calendar: (from: string, to: string, signal?: AbortSignal) =>
    body(call<CalendarDay[]>('/calendar', { query: { from, to }, signal })),
  roster: (from: string, to: string, signal?: AbortSignal) =>
    body(call<Roster>('/roster', { query: { from, to }, signal })),
  liveCalls: (signal?: AbortSignal) => body(call<{ items: LiveCall[] }>('/calls', { query: { state: 'live' }, signal })),
  consultations: (filter: LogFilter, page?: string | null, limit?: number, signal?: AbortSignal) =>
    body(call<Page<Consultation>>('/consultations', { query: { ...filter, page, limit }, signal })),
  consultation: (id: string, signal?: AbortSignal) =>
    call<Consultation>(`/consultations/${encodeURIComponent(id)}`, { signal }),
  edits: (id: string, signal?: AbortSignal) =>
    body(call<{ items: RecordEdit[] }>(`/consultations/${encodeURIComponent(id)}/edits`, { signal })),
  history: (id: string, signal?: AbortSignal) =>
    body(call<{ items: Consultation[] }>(`/consultations/${encodeURIComponent(id)}/history`, { query: { limit: 20 }, signal })),
  patchConsultation: (id: string, etag: string, fields: Partial<RecordFields>, idempotencyKey: string) =>
    call<Consultation>(`/consultations/${encodeURIComponent(id)}`, { method: 'PATCH', body: fields, ifMatch: etag, idempotencyKey }),
  myPhone: () => body(call<MyPhone>('/me/phone')),
  choosePhone: (kind: PhoneKind) => body(call<MyPhone>('/me/phone', { method: 'PUT', body: { kind } })),
  myStatus: (signal?: AbortSignal) => body(call<MyStatus>('/me/status', { signal })),
  setStatus: (status: OwnState, anyway = false) => body(call<MyStatus>('/me/status', { method: 'PUT', body: { status, anyway } })),
  snippets: (q: string, category: string, limit: number, signal?: AbortSignal) =>
    body(call<{ items: Snippet[] }>('/snippets', { query: { q, category, limit }, signal })),
  keepSnippet: (id: string | null, text: { title: string; category: string | null; body: string }) =>
    body(id ? call<Snippet>(`/snippets/${encodeURIComponent(id)}`, { method: 'PUT', body: text })
      : call<Snippet>('/snippets', { method: 'POST', body: text, idempotencyKey: onceKey() })),
  removeSnippet: (id: string) => body(call<void>(`/snippets/${encodeURIComponent(id)}`, { method: 'DELETE' })),
  laws: (q: string, limit: number, signal?: AbortSignal) => body(call<{ items: LawArticle[] }>('/laws', { query: { q, limit }, signal })),
  deadline: (from: string, length: { years?: number; months?: number; days?: number }) =>
    body(call<Deadline>('/calendar/deadline', { query: { from, ...length } })),
  callbacks: (limit: number, signal?: AbortSignal) => body(call<Page<Callback>>('/callbacks', { query: { state: 'open', limit }, signal })),
  callbackStep: (id: string, step: 'claim' | 'release' | 'call' | 'done' | 'dismiss', note?: string) =>
    body(call<Callback>(`/callbacks/${encodeURIComponent(id)}/${step}`, { method: 'POST', ...(note === undefined ? {} : { body: { note } }), idempotencyKey: onceKey() })),
  attendance: (from: string, to: string, signal?: AbortSignal) =>
    body(call<{ items: Attendance[] }>('/attendance', { query: { from, to }, signal })),
  attend: (duty: string, step: 'sign-in' | 'sign-out') => body(call<Attendance>(`/duties/${encodeURIComponent(duty)}/${step}`, { method: 'POST' })),
  calendarFeed: (signal?: AbortSignal) => body(call<{ since: string | null }>('/me/calendar-feed', { signal })),
  newCalendarFeed: () => body(call<{ path: string; url: string }>('/me/calendar-feed', { method: 'POST' })),
  closeCalendarFeed: () => body(call<void>('/me/calendar-feed', { method: 'DELETE' })),
  leaves: (from: string, to: string, lawyer: string, signal?: AbortSignal) =>
    body(call<{ items: Leave[] }>('/leaves', { query: { from, to, lawyer }, signal })),
  askLeave: (leave: { from: string; to: string; kind: Leave['kind']; reason: string }) =>
    body(call<Leave>('/leaves', { method: 'POST', body: leave, idempotencyKey: onceKey() })),
  leaveStep: (id: string, step: string) => body(call<Leave>(`/leaves/${encodeURIComponent(id)}/${step}`, { method: 'POST', idempotencyKey: onceKey() })),
  swaps: (from: string, to: string, signal?: AbortSignal) => body(call<{ items: Swap[] }>('/swaps', { query: { from, to }, signal })),
  askSwap: (swap: { duty: string; colleague: string; otherDuty: string | null; reason: string }) =>
    body(call<Swap>('/swaps', { method: 'POST', body: swap, idempotencyKey: onceKey() })),
  swapStep: (id: string, step: string) => body(call<Swap>(`/swaps/${encodeURIComponent(id)}/${step}`, { method: 'POST', idempotencyKey: onceKey() })),
  categories: () => body(call<{ items: Term[] }>('/categories')),
  dispositions: () => body(call<{ items: Term[] }>('/dispositions')),
  callerGroups: () => body(call<{ items: Term[] }>('/caller-groups')),
};

/** A key for one intended write, so that a repeat after a lost answer does not write twice. */
export const onceKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
