// The shapes of openapi/line.yaml and of the recipients in openapi/watch.yaml.
import { call, onceKey } from './client';

const one = async <T>(path: string, options: Parameters<typeof call>[1] = {}): Promise<T> => (await call<T>(path, options)).body;

export interface LineChoices {
  centre: string;
  earlierTurnKey: boolean;
  englishKey: boolean;
  overflowSeconds: number | null;
  helpPerson: string | null;
  /** Masked. */
  helpNumber: string | null;
  helping: string[] | null;
  helpingNow: string[];
  above: string | null;
  shortNumber: string | null;
  /** After a change: whether the exchange knows already. */
  told?: boolean;
}

export interface Recipient {
  /** A mail address, or the number of a mobile, which comes masked and may be sent back so. */
  address: string;
  urgentOnly: boolean;
  afterSeconds: number;
}

export const line = {
  choices: (centre: string, signal?: AbortSignal) => one<LineChoices>('/line/choices', { query: { centre }, signal }),
  choose: (centre: string, body: Partial<LineChoices>) =>
    one<LineChoices>('/line/choices', { method: 'PUT', query: { centre }, body, idempotencyKey: onceKey() }),
  recipients: (centre: string, signal?: AbortSignal) => one<{ items: Recipient[] }>('/watch/recipients', { query: { centre }, signal }),
  setRecipients: (centre: string, items: Recipient[]) =>
    one<{ items: Recipient[] }>('/watch/recipients', { method: 'PUT', query: { centre }, body: { items }, idempotencyKey: onceKey() }),
};
