// The shapes of openapi/reports.yaml.
import { address, call } from './client';
import type { Channel } from './types';

export type ReportFilter = Record<string, string>;
export interface ReportNumber {
  value: number;
  filter: ReportFilter;
}
export interface ReportGroup extends ReportNumber {
  key: string | null;
  name: { zh: string; en: string } | null;
  offered: number;
  answered: number;
  answerRate: number | null;
  talkSeconds: number;
  rated: number;
  satisfied: number;
  content: number;
}
export interface ReportWindow {
  from: string;
  to: string;
  offered: ReportNumber;
  answered: ReportNumber;
  answerRate: number | null;
}
export const groupNames = ['hour', 'weekday', 'weekdayHour', 'period', 'outcome', 'category', 'disposition', 'callerGroup', 'district', 'lawyer'] as const;
export type GroupName = (typeof groupNames)[number];
export interface Report {
  from: string;
  to: string;
  asAt: string;
  totals: { records: ReportNumber; calls: ReportNumber; talkSeconds: number; meanTalkSeconds: number | null; meanWaitSeconds: number | null };
  service: {
    offered: ReportNumber;
    answered: ReportNumber;
    answerRate: number | null;
    withinSeconds: number;
    within: ReportNumber;
    withinOfOffered: number | null;
    withinOfAnswered: number | null;
    abandoned: ReportNumber;
    abandonRate: number | null;
    worst24h: ReportWindow | null;
    latest24h: ReportWindow;
  };
  satisfaction: { rated: ReportNumber; responseShare: number | null; satisfied: ReportNumber; satisfiedShare: number | null; content: ReportNumber; contentShare: number | null };
  byMonth: boolean;
  groups: Record<GroupName, ReportGroup[]>;
  channels: { channel: Channel; records: ReportNumber; yearToDate: number; sinceInception: number; opening: { asAt: string; year: number; total: number } | null }[];
}

interface Minutes {
  planned: number;
  rostered: number;
  signedIn: number;
  missing: number;
}
/** Seat-minutes until now. */
export interface Coverage extends Minutes {
  from: string;
  to: string;
  days: ({ date: string } & Minutes)[];
  lawyers: { lawyer: { id: string; name: string }; duties: number; planned: number; signedIn: number; late: number; missed: number }[];
}

export const reports = {
  summary: async (from: string, to: string, signal?: AbortSignal): Promise<Report> =>
    (await call<Report>('/reports/summary', { query: { from, to }, signal })).body,
  /** Where the same report lies as a workbook. */
  workbook: (from: string, to: string, lang: string): string => address('/reports/summary.xlsx', { from, to, lang }),
  /** How much of the planned time a lawyer was there, until now. */
  coverage: async (from: string, to: string, signal?: AbortSignal): Promise<Coverage> =>
    (await call<Coverage>('/reports/coverage', { query: { from, to }, signal })).body,
};
