// The shapes of openapi/intake.yaml, and of the roster's duty pay.
import { address, call, onceKey } from './client';
import type { LawyerRef } from './types';

const one = async <T>(path: string, options: Parameters<typeof call>[1] = {}): Promise<T> => (await call<T>(path, options)).body;

export interface Flaw {
  text: string;
  textEn: string;
}
export interface PractitionerIntake {
  digest: string;
  sound: boolean;
  format: string;
  encoding: string;
  columns: string[];
  ignored: string[];
  faults: Flaw[];
  counts: { add: number; change: number; same: number; bad: number };
  lines: { line: number; id: string; name: string; effect: 'ADD' | 'CHANGE' | 'SAME' | 'BAD'; changed: string[]; flaws: Flaw[] }[];
}
export interface LeaveIntake {
  digest: string;
  sound: boolean;
  format: string;
  encoding: string;
  ignored: string[];
  faults: Flaw[];
  counts: { add: number; same: number; bad: number };
  /** Published duties that fall into what is added. */
  duties: number;
  lines: { line: number; id: string; from: string | null; to: string | null; effect: 'ADD' | 'SAME' | 'BAD'; flaws: Flaw[] }[];
}
export const dayKinds = ['OFF', 'WORK', 'ORDINARY'] as const;
export type DayKind = (typeof dayKinds)[number];
export interface NoticeIntake {
  digest: string;
  sound: boolean;
  year: number;
  whole: boolean;
  days: { date: string; weekday: number; kind: DayKind; name: string }[];
  changes: { date: string; weekday: number; before: DayKind; beforeName: string; after: DayKind; afterName: string }[];
  affected: { centre: string; date: string; opens: boolean; duties: number }[];
  faults: Flaw[];
  notes: Flaw[];
}
export interface DutyPay {
  from: string;
  to: string;
  fen: number;
  sums: { lawyer: LawyerRef; seats: number; standbys: number; minutes: number; fen: number }[];
}
export interface PayRate {
  kind: 'SEAT' | 'STANDBY';
  from: string;
  fen: number;
}

export const intake = {
  template: (): string => address('/imports/practitioners/template'),
  previewPeople: (content: string) => one<PractitionerIntake>('/imports/practitioners/preview', { method: 'POST', body: { content } }),
  people: (content: string, digest: string) =>
    one<PractitionerIntake>('/imports/practitioners', { method: 'POST', body: { content, digest }, idempotencyKey: onceKey() }),
  leaveTemplate: (): string => address('/imports/leaves/template'),
  previewLeaves: (content: string) => one<LeaveIntake>('/imports/leaves/preview', { method: 'POST', body: { content } }),
  leaves: (content: string, digest: string) =>
    one<LeaveIntake>('/imports/leaves', { method: 'POST', body: { content, digest }, idempotencyKey: onceKey() }),
  previewNotice: (body: { text?: string; content?: string }) => one<NoticeIntake>('/imports/notices/preview', { method: 'POST', body }),
  notice: (body: { text?: string; content?: string; digest: string }) =>
    one<NoticeIntake>('/imports/notices', { method: 'POST', body, idempotencyKey: onceKey() }),
};

export const pay = {
  report: (from: string, to: string, signal?: AbortSignal) => one<DutyPay>('/reports/duty-pay', { query: { from, to }, signal }),
  file: (from: string, to: string, format: 'csv' | 'xlsx'): string => address('/reports/duty-pay', { from, to, format }),
  rates: (signal?: AbortSignal) => one<{ items: PayRate[] }>('/pay-rates', { signal }),
  setRate: (kind: PayRate['kind'], date: string, fen: number) =>
    one<PayRate>(`/pay-rates/${kind}/${date}`, { method: 'PUT', body: { fen } }),
};

/** A file's bytes in Base64. */
export async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
