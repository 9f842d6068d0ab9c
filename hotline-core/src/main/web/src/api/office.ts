// What coordinators and administrators ask of the service: admin.yaml, wallboard.yaml, roster.yaml, callbacks.yaml.
import { call, onceKey } from './client';
import type { CalendarDay, LawyerRef, Role, RosterDuty } from './types';

const one = async <T>(path: string, options: Parameters<typeof call>[1] = {}): Promise<T> => (await call<T>(path, options)).body;
const id = (text: string): string => encodeURIComponent(text);

// --- accounts and one's own

export const roles = ['lawyer', 'coordinator', 'administrator', 'security', 'auditor'] as const;
export interface AccountRow {
  username: string;
  name: string;
  roles: Role[];
  centre: string;
  active: boolean;
  secondFactor: boolean;
  lockedUntil: string | null;
  lockedByHand: boolean;
  passwordByOther: boolean;
  lastSignInAt: string | null;
  createdAt: string;
  version: number;
  password?: string;
}
export interface FirstPassword {
  username: string;
  name: string;
  password: string;
}
export interface OwnSecurity {
  code: boolean;
  needed: boolean;
  keys: { id: string; name: string; createdAt: string; lastUsedAt: string | null }[];
}

export const accounts = {
  list: (signal?: AbortSignal) => one<{ items: AccountRow[] }>('/accounts', { signal }),
  create: (body: { username: string; name: string; roles: Role[]; centre: string }) =>
    one<AccountRow>('/accounts', { method: 'POST', body }),
  createForPractitioners: (centre: string) =>
    one<{ items: FirstPassword[] }>('/accounts/practitioners', { method: 'POST', body: { centre } }),
  change: (username: string, body: { version: number; name?: string; roles?: Role[]; centre?: string; active?: boolean }) =>
    one<AccountRow>(`/accounts/${id(username)}`, { method: 'PATCH', body }),
  reset: (username: string) => one<AccountRow>(`/accounts/${id(username)}/password`, { method: 'POST' }),
  lock: (username: string, locked: boolean) => one<AccountRow>(`/accounts/${id(username)}/lock`, { method: 'PUT', body: { locked } }),
  removeFactor: (username: string) => one<AccountRow>(`/accounts/${id(username)}/second-factor`, { method: 'DELETE' }),
  policy: (centre: string, signal?: AbortSignal) =>
    one<{ secondFactorRoles: Role[] }>('/security-policy', { query: { centre }, signal }),
  setPolicy: (centre: string, secondFactorRoles: Role[]) =>
    one<{ secondFactorRoles: Role[] }>('/security-policy', { method: 'PUT', query: { centre }, body: { secondFactorRoles } }),
};

export const own = {
  security: (signal?: AbortSignal) => one<OwnSecurity>('/me/security', { signal }),
  changePassword: (password: string, next: string) => one<void>('/me/password', { method: 'PUT', body: { password, next } }),
  begin: (password: string) => one<{ secret: string; address: string }>('/me/second-factor', { method: 'POST', body: { password } }),
  confirm: (code: string) => one<void>('/me/second-factor', { method: 'PUT', body: { code } }),
  removeCode: (password: string) => one<void>('/me/second-factor/removal', { method: 'POST', body: { password } }),
  askNewKey: (password: string) => one<{ question: unknown }>('/me/keys/question', { method: 'POST', body: { password } }),
  addKey: (name: string, key: unknown) => one<void>('/me/keys', { method: 'POST', body: { name, key } }),
  removeKey: (key: string, password: string) => one<void>(`/me/keys/${id(key)}/removal`, { method: 'POST', body: { password } }),
};

// --- audit, system, centres

export interface AuditEntry {
  number: number;
  at: string;
  actor: string;
  action: string;
  subject: string;
  reason: string;
  detail: Record<string, unknown>;
  hash: string;
}
export interface Proof {
  whole: boolean;
  entries?: number;
  head?: string;
  number?: number;
  fault?: string;
}
export const audit = {
  list: (query: Record<string, string>, page: string | null, signal?: AbortSignal) =>
    one<{ items: AuditEntry[]; next: string | null }>('/audit', { query: { ...query, page, limit: 100 }, signal }),
  prove: () => one<Proof>('/audit/proof'),
};

export interface SystemExchange { up: boolean; name: string | null; version?: string | null; since: string; heardAt: string | null; pingMillis: number | null; resyncs: number; reason: string }

export interface System {
  service: { version: string; java: string; system?: string; startedAt: string; now: string; clockOffsetSeconds: number; memoryUsedBytes: number; memoryMaxBytes: number };
  pbx: SystemExchange;
  /** Every exchange, where there are several. */
  exchanges?: SystemExchange[];
  database: { up: boolean; version?: string; sizeBytes?: number; connections?: number; reason?: string };
  journal: { behindBytes: number | null; lagSeconds: number | null; storedAt?: string | null; aside?: number | null };
  disks: { what: 'home' | 'recordings' | 'journal'; totalBytes: number; freeBytes: number }[];
}
export const policies = ['EVERY_DAY_EXCEPT_STATE_HOLIDAYS', 'STATUTORY_DAYS_ONLY', 'WORKING_DAYS_ONLY', 'ALWAYS'] as const;
export interface CentreSettings {
  id: string;
  name: string;
  zone: string;
  policy: (typeof policies)[number];
  hours: string[];
  seats: number | null;
  standby: number | null;
  line: string | null;
  /** The number under which the exchange serves it now. */
  dialled: string | null;
  served: boolean;
}
export const system = {
  look: (signal?: AbortSignal) => one<System>('/system', { signal }),
  centre: (centre: string, signal?: AbortSignal) => one<CentreSettings>(`/centres/${id(centre)}`, { signal }),
  createCentre: (body: Partial<CentreSettings>) => one<CentreSettings>('/centres', { method: 'POST', body, idempotencyKey: onceKey() }),
  changeCentre: (centre: string, body: Partial<CentreSettings>) =>
    one<CentreSettings>(`/centres/${id(centre)}`, { method: 'PATCH', body, idempotencyKey: onceKey() }),
};

// --- the duty room

export const figures = ['WAITING', 'LONGEST_WAIT', 'READY', 'ANSWER_RATE', 'QUICK_RATE', 'ABANDONED', 'CALLBACKS_DUE'] as const;
export type Figure = (typeof figures)[number];
export interface WallLimit {
  figure: Figure;
  amber: number;
  red: number;
  low?: boolean;
}
export interface Closure {
  closed: boolean;
  reason?: string;
  by?: string;
  byName?: string;
  at?: string;
  told?: boolean;
}
export interface Wallboard {
  at: string;
  open: boolean;
  closure: Closure;
  seats: { rostered: number; signedIn: number; ready: number; talking: number };
  calls: { waiting: number; talking: number; waitingSince: string | null };
  day: { offered: number; answered: number; quick: number; quickSeconds: number; abandoned: number };
  callbacksDue: number | null;
  limits: WallLimit[];
}
export const room = {
  wallboard: (signal?: AbortSignal) => one<Wallboard>('/wallboard', { signal }),
  setLimits: (limits: WallLimit[]) =>
    one<void>('/wallboard/limits', { method: 'PUT', body: { limits: limits.map(({ figure, amber, red }) => ({ figure, amber, red })) }, idempotencyKey: onceKey() }),
  closure: (signal?: AbortSignal) => one<Closure>('/closure', { signal }),
  close: (reason: string) => one<Closure>('/closure', { method: 'PUT', body: { closed: true, reason }, idempotencyKey: onceKey() }),
  supervise: (body: { lawyer: string; mode: 'LISTEN' | 'WHISPER' | 'BARGE'; reason: string; number?: string }) =>
    one<void>('/supervisions', { method: 'POST', body }),
  open: () => one<Closure>('/closure', { method: 'PUT', body: { closed: false }, idempotencyKey: onceKey() }),
};

// --- the roster's desk

export interface Plan {
  id: string;
  from: string;
  to: string;
  state: 'RUNNING' | 'DRAFT' | 'PUBLISHED' | 'DISCARDED' | 'FAILED';
  status: 'OPTIMAL' | 'FEASIBLE' | 'INFEASIBLE' | 'BY_HAND' | null;
  objective: number | null;
  bound: number | null;
  scores: { rule: string; name: string; nameEn: string; value: number; bound: number }[];
  duties: DeskDuty[];
  dutyCount?: number;
  gaps: { date: string; shift: string; seat: number; rules: string[]; reason: string; reasonEn: string }[];
  planner?: string | null;
  basedOn: number | null;
  by: string;
  at: string;
  progress: { seconds: number; limitSeconds: number; name: string | null; nameEn: string | null; value: number | null; bound: number | null; cancelled: boolean } | null;
  failure?: string | null;
}
export interface DeskDuty extends RosterDuty {
  shift: string;
  locked: boolean;
}
export interface DutyChange {
  before: DeskDuty | null;
  after: DeskDuty | null;
}
export interface RosterVersion {
  version: number;
  kind: 'PUBLISHED' | 'AMENDED';
  at: string;
  by: string;
  why: string;
  takenCount: number;
  givenCount: number;
  taken?: DeskDuty[];
  given?: DeskDuty[];
}
export const leaveStates = ['ASKED', 'APPROVED', 'REFUSED', 'WITHDRAWN'] as const;
export const leaveKinds = ['ANNUAL', 'SICK', 'OFFICIAL', 'OTHER'] as const;
export interface Leave {
  id: string;
  lawyer: LawyerRef;
  from: string;
  to: string;
  kind: (typeof leaveKinds)[number];
  reason: string;
  state: (typeof leaveStates)[number];
  by: string;
  at: string;
  decidedBy: string | null;
  remark: string;
  may: ('approve' | 'refuse' | 'withdraw')[];
  duties?: DeskDuty[];
}
export interface Swap {
  id: string;
  state: 'ASKED' | 'ACCEPTED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN';
  date: string;
  lawyer: LawyerRef;
  duty: DeskDuty | null;
  colleague: LawyerRef;
  otherDuty: DeskDuty | null;
  giveAway: boolean;
  reason: string;
  at: string;
  decidedBy: string | null;
  may: ('accept' | 'approve' | 'decline' | 'withdraw')[];
}
export const kinds = ['LAWYER', 'GRASSROOTS_WORKER', 'STAFF'] as const;
export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];
export const phoneKinds = ['MOBILE', 'SIP', 'BROWSER'] as const;
export type PhoneKind = (typeof phoneKinds)[number];
export const standings = ['ACTIVE', 'SUSPENDED', 'LEFT'] as const;
export interface Practitioner {
  id: string;
  name: string;
  kind: (typeof kinds)[number];
  firm: string;
  licence?: string;
  specialities: string[];
  languages: string[];
  mobileMasked?: string;
  mobile?: string;
  email?: string;
  standing: (typeof standings)[number];
  openingBalance?: number;
  availableOn?: Weekday[];
  dislikedOn?: Weekday[];
  /** Hours he is bound to on some days; a day that is not named is free as a whole. */
  availableAt?: { days: Weekday[]; hours: string[] }[];
  sharePercent?: number;
  /** The usual one first; empty: his mobile, without a number the desk telephone. */
  phones?: PhoneKind[];
  duties?: DeskDuty[];
}

export const desk = {
  plans: (signal?: AbortSignal) => one<{ items: Plan[] }>('/roster/plans', { signal }),
  plan: (plan: string, signal?: AbortSignal) => one<Plan>(`/roster/plans/${id(plan)}`, { signal }),
  make: (body: { from: string; to: string; keep: boolean; seconds: number }) =>
    one<Plan>('/roster/plans', { method: 'POST', body: { ...body, wait: false }, idempotencyKey: onceKey() }),
  cancel: (plan: string) => one<Plan>(`/roster/plans/${id(plan)}/cancel`, { method: 'POST' }),
  discard: (plan: string) => one<void>(`/roster/plans/${id(plan)}`, { method: 'DELETE' }),
  diff: (plan: string, signal?: AbortSignal) => one<{ items: DutyChange[] }>(`/roster/plans/${id(plan)}/diff`, { signal }),
  editPlan: (plan: string, duty: string, body: { lawyer?: string; locked?: boolean }) =>
    one<Plan>(`/roster/plans/${id(plan)}/duties/${id(duty)}`, { method: 'PUT', body }),
  publish: (plan: string, why: string) =>
    one<RosterVersion>(`/roster/plans/${id(plan)}/publish`, { method: 'POST', body: { why }, idempotencyKey: onceKey() }),
  versions: (signal?: AbortSignal) => one<{ items: RosterVersion[]; next: string | null }>('/roster/versions', { query: { limit: 20 }, signal }),
  sickCall: (body: { lawyer: string; from: string; to: string; reason: string }) =>
    one<{ leave: Leave; plan: Plan | null; changes: DutyChange[] }>('/roster/sick-calls', { method: 'POST', body, idempotencyKey: onceKey() }),
  amend: (duty: string, body: { lawyer?: string; locked?: boolean; why?: string }) =>
    one<RosterVersion>(`/duties/${id(duty)}`, { method: 'PUT', body, idempotencyKey: onceKey() }),
  callStandby: (duty: string, why: string) =>
    one<RosterVersion>(`/duties/${id(duty)}/call-standby`, { method: 'POST', body: { why }, idempotencyKey: onceKey() }),
  leaves: (from: string, to: string, signal?: AbortSignal) => one<{ items: Leave[] }>('/leaves', { query: { from, to }, signal }),
  enterLeave: (body: { lawyer: string; from: string; to: string; kind: string; reason: string }) =>
    one<Leave>('/leaves', { method: 'POST', body, idempotencyKey: onceKey() }),
  decideLeave: (leave: string, step: string, remark: string) =>
    one<Leave>(`/leaves/${id(leave)}/${step}`, { method: 'POST', body: { remark }, idempotencyKey: onceKey() }),
  swaps: (from: string, to: string, signal?: AbortSignal) => one<{ items: Swap[] }>('/swaps', { query: { from, to }, signal }),
  takeSwap: (swap: string, step: string) => one<Swap>(`/swaps/${id(swap)}/${step}`, { method: 'POST', idempotencyKey: onceKey() }),
  practitioners: (signal?: AbortSignal) => one<{ items: Practitioner[] }>('/practitioners', { signal }),
  addPractitioner: (body: Partial<Practitioner>) =>
    one<Practitioner>('/practitioners', { method: 'POST', body, idempotencyKey: onceKey() }),
  changePractitioner: (who: string, body: Partial<Practitioner>) =>
    one<Practitioner>(`/practitioners/${id(who)}`, { method: 'PATCH', body, idempotencyKey: onceKey() }),
  setDay: (date: string, body: { open: boolean; reason: string; hours?: string[] }) =>
    one<CalendarDay & { duties: DeskDuty[] }>(`/calendar/${date}`, { method: 'PUT', body, idempotencyKey: onceKey() }),
  clearDay: (date: string) => one<CalendarDay & { duties: DeskDuty[] }>(`/calendar/${date}`, { method: 'DELETE' }),
};

export const alarmKinds = ['NOT_SIGNED_IN', 'NO_SHOW', 'SEAT_EMPTY', 'NOTICE_MISSING'] as const;
export interface Alarm {
  id: string;
  kind: (typeof alarmKinds)[number];
  date: string;
  lawyer: LawyerRef | null;
  duty: string | null;
  at: string;
  text: string;
  open: boolean;
}
export const alarms = {
  list: (signal?: AbortSignal) => one<{ items: Alarm[] }>('/alarms', { signal }),
  close: (alarm: string) => one<Alarm>(`/alarms/${id(alarm)}/close`, { method: 'POST' }),
};

/** What of the line cannot do its work just now; raised and cleared by the service itself. */
export interface WatchAlarm {
  id: string;
  urgent: boolean;
  zh: string;
  en: string;
  raisedAt: string;
  acknowledgedBy: string | null;
}
export const watch = {
  list: (signal?: AbortSignal) => one<{ items: WatchAlarm[] }>('/watch', { signal }),
  acknowledge: (alarm: string) => one<WatchAlarm>(`/watch/${id(alarm)}/acknowledge`, { method: 'POST' }),
};
export interface Reconciliation {
  pbx: string;
  from: string;
  to: string;
  at: string;
  cel: number;
  book: number;
  differenceCount: number;
  differences: { callId: string; kind: string; detail: string }[];
}
export const reconciliations = {
  list: (signal?: AbortSignal) => one<{ items: Reconciliation[] }>('/reconciliations', { query: { limit: 10 }, signal }),
  run: () => one<Reconciliation>('/reconciliations', { method: 'POST', body: {} }),
};

// --- callbacks

export interface Callback {
  id: string;
  number: { masked: string };
  reasons: string[];
  sources: { consultation: string | null; reason: string; at: string }[];
  createdAt: string;
  dueAt: string;
  due: boolean;
  state: 'WAITING' | 'CLAIMED' | 'CALLING' | 'CLOSED';
  lawyer?: string | null;
  lawyerName?: string | null;
  since?: string | null;
  attempts: { lawyer: string; lawyerName?: string; at: string; result: string | null; consultation: string | null }[];
  attemptsLeft: number;
  mayDial: boolean;
  ending?: string | null;
  closedAt?: string | null;
  note?: string | null;
}
export const callbacks = {
  list: (state: 'open' | 'closed', page: string | null, signal?: AbortSignal) =>
    one<{ items: Callback[]; next: string | null }>('/callbacks', { query: { state, page, limit: 100 }, signal }),
  add: (number: string) => one<Callback>('/callbacks', { method: 'POST', body: { number }, idempotencyKey: onceKey() }),
  step: (callback: string, step: 'claim' | 'release' | 'done', body?: unknown) =>
    one<Callback>(`/callbacks/${id(callback)}/${step}`, { method: 'POST', body, idempotencyKey: onceKey() }),
  call: (callback: string, lawyer: string) =>
    one<Callback>(`/callbacks/${id(callback)}/call`, { method: 'POST', body: { lawyer }, idempotencyKey: onceKey() }),
  dismiss: (callback: string, note: string) =>
    one<Callback>(`/callbacks/${id(callback)}/dismiss`, { method: 'POST', body: { note }, idempotencyKey: onceKey() }),
};
