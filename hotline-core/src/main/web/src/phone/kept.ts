// The call that a page refresh would lose: kept in this tab only, since whoever knows its three values can take the call.

/** Younger than this, a leg cut by a page refresh is still bridged at the PBX (its rtp_timeout is 15 s). */
const takeBackWithinMillis = 13_000;
const key = 'hotline.phone.dialog';
const leftKey = 'hotline.phone.left';

export interface KeptDialog {
  callId: string;
  localTag: string;
  remoteTag: string;
  other: string;
  /** Milliseconds since 1970. */
  since: number;
  /** Whether it was on hold at some time: taking it back has to know. */
  wasHeld: boolean;
  at: number;
}

export const keep = (dialog: KeptDialog): void => sessionStorage.setItem(key, JSON.stringify(dialog));
export const drop = (): void => sessionStorage.removeItem(key);
export const markLeaving = (): void => sessionStorage.setItem(leftKey, String(Date.now()));

/** The call to take back, if one was up when the page went, and its leg still stands. */
export function kept(): KeptDialog | null {
  const text = sessionStorage.getItem(key);
  if (!text) return null;
  try {
    const dialog = JSON.parse(text) as KeptDialog;
    const left = Math.max(dialog.at, Number(sessionStorage.getItem(leftKey) ?? 0));
    return Date.now() - left < takeBackWithinMillis ? dialog : null;
  } catch {
    return null;
  }
}
