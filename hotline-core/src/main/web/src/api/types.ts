// The shapes of openapi/hotline.yaml that the pages use. Times are RFC 3339 strings with the centre's offset.

export type Role = 'lawyer' | 'coordinator' | 'administrator' | 'security' | 'auditor';
export type Channel = 'PHONE' | 'IN_PERSON' | 'ONLINE' | 'OUTREACH';
export const outcomes = [
  'ANSWERED', 'ABANDONED', 'CLOSED_HOURS', 'CLOSED_HOLIDAY', 'NO_ANSWER', 'CALLBACK', 'VOICEMAIL', 'INTERRUPTED',
] as const;
export type Outcome = (typeof outcomes)[number];
export const seatStates = [
  'ROSTERED', 'READY', 'RINGING', 'TALKING', 'WRAP_UP', 'BREAK', 'VISITOR', 'MEETING', 'UNREACHABLE', 'ABSENT', 'UNKNOWN',
] as const;
export type SeatState = (typeof seatStates)[number];
export const callStates = ['ARRIVING', 'WAITING', 'RINGING', 'TALKING', 'RATING', 'LEAVING_MESSAGE'] as const;
export type CallState = (typeof callStates)[number];

export interface Account {
  username: string;
  name: string;
  roles: Role[];
  centre: string;
}
export interface Session {
  signedIn: boolean;
  account?: Account;
  idleSeconds?: number;
  /** What must be done before the session opens anything else. */
  owes?: 'OWN_PASSWORD' | 'SECOND_FACTOR' | null;
  now?: string;
}
export interface Centre {
  id: string;
  name: string;
  zone: string;
  seats?: number;
}
export interface LawyerRef {
  id: string;
  name: string;
}
export interface Seat {
  seat: number;
  lawyer: LawyerRef;
  state: SeatState;
  since?: string | null;
  role?: string | null;
  from?: string;
  until?: string;
}
export interface Duty {
  centre: string;
  at: string;
  open: boolean;
  reason: string;
  reasonText?: string | null;
  opensAt: string | null;
  closesAt: string | null;
  changesAt?: string | null;
  seats: Seat[];
  standby: LawyerRef[];
}
export interface CalendarDay {
  date: string;
  service: boolean;
  reason: string;
  reasonText?: string;
  windows: { from: string; to: string }[];
}
export interface RosterDuty {
  id: string;
  date: string;
  seat: number;
  standby: boolean;
  role?: string | null;
  lawyer: LawyerRef;
  from: string;
  until: string;
}
export interface Roster {
  centre: string;
  from: string;
  to: string;
  version?: number | null;
  publishedAt?: string | null;
  duties: RosterDuty[];
}
export interface Caller {
  masked: string;
  earlier?: number;
}
export interface LiveCall {
  id: string;
  centre: string;
  state: CallState;
  startedAt: string;
  since: string;
  caller: Caller;
  lawyer: string | null;
  lawyerName?: string | null;
  consultation: string | null;
}
export interface TimelineEntry {
  at: string;
  event: string;
  detail?: string;
}
/** One lawyer's phone that rang for the call. */
export interface Leg {
  lawyer: string;
  rangAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  talkSeconds: number;
  ending: string;
}
/** What people write; everything else on a consultation comes from the telephone. */
export interface RecordFields {
  category: string | null;
  callerGroups: string[];
  callerName: string | null;
  district: string | null;
  matter: string | null;
  summary: string | null;
  advice: string | null;
  disposition: string | null;
  rightsExplained: boolean;
  limitationDate: string | null;
  followUpWanted: boolean;
  followUpOn: string | null;
  sensitive: boolean;
  nameWithheld: boolean;
  aidApplication: boolean;
  referredTo: string | null;
}
export interface Consultation extends Partial<RecordFields> {
  id: string;
  number: string;
  channel: Channel;
  centre: string;
  startedAt: string;
  answeredAt?: string | null;
  endedAt: string | null;
  outcome: Outcome | null;
  caller: Caller;
  lawyer: string | null;
  lawyerName?: string | null;
  waitSeconds: number | null;
  talkSeconds: number | null;
  rating: number | null;
  recorded?: boolean;
  recordingRefused?: boolean;
  voicemail?: boolean;
  hangUpSide?: string | null;
  live?: string | null;
  lawyers?: string[];
  version: number;
  updatedAt?: string | null;
  updatedBy?: string | null;
  timeline?: TimelineEntry[];
  legs?: Leg[];
  /** A sensitive matter of others: its words are not shown. */
  hidden?: boolean;
}
export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Term {
  key: string;
  zh: string;
  en: string;
  /** For a category its class: civil, criminal, administrative, other. */
  group?: string;
  /** Who chooses it has a sensitive matter before him. */
  sensitive?: boolean;
}
export interface Notice {
  type: string;
  centre?: string;
  id?: string;
  at?: string;
  [key: string]: unknown;
}

// --- the lawyer's desk

export interface BrowserPhone {
  kind: 'browser';
  uri: string;
  authUser: string;
  password: string;
  websocket: string;
}
export type PhoneKind = 'sip' | 'browser' | 'mobile';
export interface MyPhone extends Partial<Omit<BrowserPhone, 'kind'>> {
  kind: PhoneKind;
  kinds: PhoneKind[];
  number?: string | null;
}
export type OwnState = 'READY' | 'BREAK' | 'VISITOR' | 'MEETING' | 'WRAP_UP';
export interface MyStatus {
  /** SIGNED_OUT is said by a telephone's keys alone. */
  status: OwnState | 'SIGNED_OUT';
  since: string | null;
  until: string | null;
  onDuty: boolean;
}
export interface Snippet {
  id: string;
  title: string;
  category: string | null;
  body: string;
  own: boolean;
  mine: boolean;
}
export interface LawArticle {
  law: string;
  label: string;
  text: string;
  note: string;
}
export interface Deadline {
  due: string;
  rolled: boolean;
  provisional: boolean;
  text: string;
  textEn: string;
}
export type CallbackState = 'WAITING' | 'CLAIMED' | 'CALLING' | 'CLOSED';
export interface Callback {
  id: string;
  number: Caller;
  reasons: string[];
  sources: { consultation: string | null; reason: string; at: string }[];
  dueAt: string;
  due: boolean;
  state: CallbackState;
  /** Absent while nobody has taken it. */
  lawyer?: string | null;
  lawyerName?: string | null;
  attempts: { at: string; result: string | null }[];
  attemptsLeft: number;
  mayDial: boolean;
}
export interface Leave {
  id: string;
  lawyer: LawyerRef;
  from: string;
  to: string;
  kind: 'ANNUAL' | 'SICK' | 'OFFICIAL' | 'OTHER';
  reason: string;
  state: 'ASKED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN';
  remark: string;
  may: ('approve' | 'refuse' | 'withdraw')[];
}
export interface Swap {
  id: string;
  state: 'ASKED' | 'ACCEPTED' | 'APPROVED' | 'REFUSED' | 'WITHDRAWN';
  date: string;
  lawyer: LawyerRef;
  duty: RosterDuty | null;
  colleague: LawyerRef;
  otherDuty: RosterDuty | null;
  giveAway: boolean;
  reason: string;
  may: ('accept' | 'approve' | 'decline' | 'withdraw')[];
}
export interface Attendance {
  duty: RosterDuty;
  state: 'EXPECTED' | 'PRESENT' | 'ABSENT' | 'LEFT' | 'DONE' | 'MISSED';
  signedInAt: string | null;
}

/** What somebody changed in a record; what he saved in a row is one edit. Empty texts stand for nothing. */
export interface RecordEdit {
  version: number;
  by: string;
  byName: string;
  beganAt: string;
  endedAt: string;
  changes: { field: string; before: string; after: string }[];
}
