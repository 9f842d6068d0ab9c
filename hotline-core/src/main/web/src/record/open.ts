import { signal } from '@preact/signals';
import type { FieldName } from './merge';

// What the record on screen offers to the rest of the page: a place for advice, and what it still lacks.

export interface OpenForm {
  id: string;
  missing: readonly FieldName[];
  /** Puts words into the advice, at the cursor. */
  advise: (text: string) => void;
  /** Moves to the first field that is still needed. */
  toMissing: () => void;
  category: string | null;
}
export const openForm = signal<OpenForm | null>(null);
