import type { Consultation } from '../api/types';

// Pure: what a caller's earlier calls tell of this one. A guess is shown as a guess; a person takes it or not.

/** Older ones say little about this call. */
const recent = 5;
/** Groups and matters for which a lawyer wants to know before he picks up (法律援助法 art. 42, DOMAIN 5). */
const urgentGroups = ['minor', 'elderly', 'disabled'];
const urgentCategories = ['domestic_violence'];

export interface Guess {
  /** This is his how-manieth call. */
  nth: number;
  category: string | null;
  /** Why he comes first: keys of groups and categories. */
  priority: string[];
  last: Consultation | undefined;
}

/** @param history earlier consultations, the latest first */
export function guess(history: readonly Consultation[]): Guess {
  const near = history.slice(0, recent);
  const weight = new Map<string, number>();
  near.forEach((one, n) => {
    if (one.category) weight.set(one.category, (weight.get(one.category) ?? 0) + recent - n);
  });
  const category = [...weight].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  const groups = near.flatMap((one) => one.callerGroups ?? []).filter((key) => urgentGroups.includes(key));
  const matters = near.flatMap((one) => (one.category && urgentCategories.includes(one.category) ? [one.category] : []));
  return { nth: history.length + 1, category, priority: [...new Set([...matters, ...groups])], last: history.find((one) => one.lawyer) };
}
