import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Refused } from '../api/client';
import { language, locale, t, type MessageKey } from '../i18n';
import { now, zone } from '../state/session';
import { clock, shortDay } from '../time';
import { Button, Dialog, Field, say, words } from './kit';

// Small parts that several pages of the offices share.

export interface Tab {
  path: string;
  key: MessageKey;
}
/** Pages of one office side by side; each has its own address. */
export function Tabs({ tabs, at, label }: { tabs: readonly Tab[]; at: string; label: string }): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((one) => (
        <a key={one.path} href={one.path} aria-current={one.path === at ? 'page' : undefined}>{t(one.key)}</a>
      ))}
    </nav>
  );
}

/** Date and time of the centre, as short as they stay clear. */
export function Moment({ at }: { at: string }): JSX.Element {
  return <time dateTime={at} class="num">{shortDay(at, zone.value, locale.value, now())} {clock(at, zone.value)}</time>;
}

/** A refusal in the service's words; where it says each rule apart, the first, in the reader's language. */
export function refusal(failure: unknown): string {
  if (!(failure instanceof Refused)) return t('error.other');
  const errors = failure.problem['errors'];
  const first = Array.isArray(errors) ? (errors as Record<string, unknown>[])[0] : undefined;
  const detail = first?.['detail'];
  const text = typeof detail === 'string' && failure.status !== 400 ? detail : failure.status === 403 ? words(failure) : failure.detail || words(failure);
  // The rules of the roster speak both languages in one text: the Chinese, a slash, the English.
  const parts = text.split(/\s*\/ /);
  return parts.length === 2 ? (language.value === 'zh' ? parts[0] : parts[1]) ?? text : text;
}

/** Does something, says how it went, and tells whether it worked. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done) say(done, 'ok');
    return true;
  } catch (failure) {
    say(refusal(failure), 'bad');
    return false;
  }
}

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}

/** Asks for a word before something that cannot be taken back lightly. */
export function Ask({ title, text, label, action, danger = false, needed = false, onClose, onDone, children }: {
  title: string;
  text?: string;
  label?: string;
  action: string;
  danger?: boolean;
  needed?: boolean;
  onClose: () => void;
  onDone: (word: string) => Promise<boolean>;
  children?: ComponentChildren;
}): JSX.Element {
  const [word, setWord] = useState('');
  const [busy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    if (await onDone(word.trim())) onClose();
    else setBusy(false);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} busy={busy} disabled={busy || (needed && !word.trim())} onClick={() => void go()}>{action}</Button>
        </>
      }
    >
      {text && <p>{text}</p>}
      {children}
      {label && (
        <Field label={label} needed={needed}>
          {(id) => <input id={id} maxLength={200} value={word} autofocus onInput={(event) => setWord(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.isComposing && (!needed || word.trim())) void go();
            }} />}
        </Field>
      )}
    </Dialog>
  );
}

/** A form that makes or changes one thing; a refusal is shown under it, and what was typed stays. */
export function EditDialog({ title, ready, save, close, wide = false, children }: {
  title: string;
  wide?: boolean;
  /** Whether all that is needed has been filled in. */
  ready: boolean;
  save: () => Promise<void>;
  close: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const [trouble, setTrouble] = useState('');
  const go = async (): Promise<void> => {
    try {
      await save();
    } catch (failure) {
      setTrouble(refusal(failure));
    }
  };
  return (
    <Dialog
      title={title}
      wide={wide}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!ready} onClick={() => void go()}>{t('action.save')}</Button>
        </>
      }
    >
      {children}
      <p class="bad" role="alert">{trouble}</p>
    </Dialog>
  );
}
