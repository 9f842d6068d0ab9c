import { account } from '../state/session';
import { isEmpty, noDraft, type Draft } from './merge';

// Drafts survive a refresh, a crash and a lost network; they leave the browser when saved, and at sign-out.

const prefix = (): string => `hotline.draft.${account.value?.username ?? ''}.`;

export function readDraft(id: string): Draft {
  try {
    const text = localStorage.getItem(prefix() + id);
    return text ? (JSON.parse(text) as Draft) : noDraft;
  } catch {
    return noDraft;
  }
}

export function keepDraft(id: string, draft: Draft): void {
  try {
    if (isEmpty(draft)) localStorage.removeItem(prefix() + id);
    else localStorage.setItem(prefix() + id, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage costs the draft's copy, never the typing.
  }
}

export function draftIds(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix())).map((key) => key.slice(prefix().length));
}

export function dropDrafts(): void {
  for (const id of draftIds()) localStorage.removeItem(prefix() + id);
}
