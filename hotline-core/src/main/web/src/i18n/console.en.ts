import type { consoleZh } from './console.zh';

export const consoleEn: Record<keyof typeof consoleZh, string> = {
  'days.year': '{year} · {n} service days',
  'centres.restart': 'The exchange takes up a new centre or number when the hotline is next started; until then calls come by the old one.',
};
