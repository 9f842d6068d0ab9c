import type { consoleZh } from './console.zh';

export const consoleEn: Record<keyof typeof consoleZh, string> = {
  'days.year': '{year} · {n} service days',
  'centres.restart': 'The exchange is taking up the change; while it cannot be reached this is tried every 20 s, and calls come by the old number.',
  'report.worst.calls': '({n} calls)',
  'coverage.title': 'Duty coverage',
  'coverage.none': 'No seat was to be manned in these days.',
  'coverage.rostered': 'Rostered',
  'coverage.signedin': 'Signed in',
  'coverage.missing': 'Nobody there',
  'coverage.days': 'on {n} days',
  'coverage.hours': '{n} seat hours',
  'coverage.lawyers': 'By lawyer',
  'coverage.duties': 'Duties',
  'coverage.late': 'Late',
  'coverage.missed': 'Never signed in',
};
