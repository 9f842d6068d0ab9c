import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Refused } from '../api/client';
import { t, type MessageKey } from '../i18n';
import { Icon, type IconName } from './icons';

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'info' | 'accent';

/** A state in a word, with a dot in its colour: never told by colour alone. */
export function Chip({ tone = 'neutral', children, pulse = false, state }: { tone?: Tone; children: ComponentChildren; pulse?: boolean; state?: string }): JSX.Element {
  return (
    <span class={`chip ${tone}${pulse ? ' pulse' : ''}`} data-state={state}>
      <span class="dot" aria-hidden="true" />
      {children}
    </span>
  );
}

interface ButtonProps extends Omit<JSX.IntrinsicElements['button'], 'icon' | 'size' | 'loading'> {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: IconName;
  busy?: boolean;
  small?: boolean;
}
export function Button({ kind = 'plain', icon, busy = false, small = false, children, class: extra, ...rest }: ButtonProps): JSX.Element {
  return (
    <button type="button" class={`button ${kind}${small ? ' small' : ''} ${extra ?? ''}`} aria-busy={busy} {...rest}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<JSX.IntrinsicElements['button'], 'icon' | 'label'> {
  icon: IconName;
  label: string;
}
export function IconButton({ icon, label, class: extra, ...rest }: IconButtonProps): JSX.Element {
  return (
    <button type="button" class={`icon-button ${extra ?? ''}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  wide?: boolean;
  needed?: boolean;
  children: (id: string, hintId: string | undefined) => ComponentChildren;
}
/** A control with its label above and a word of help below. */
export function Field({ label, hint, wide = false, needed = false, children }: FieldProps): JSX.Element {
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  return (
    <div class={`field${wide ? ' wide' : ''}`} data-needed={needed ? '' : undefined}>
      <label for={id}>
        {label}
        {needed && <span class="needed" aria-hidden="true" />}
      </label>
      {children(id, hintId)}
      {hint && <p class="hint" id={hintId}>{hint}</p>}
    </div>
  );
}

/** The shape of what is coming, instead of a spinner. */
export function Skeleton({ rows = 3, kind = 'line' }: { rows?: number; kind?: 'line' | 'card' | 'row' }): JSX.Element {
  return (
    <div class={`skeleton ${kind}`} role="status" aria-label={t('app.loading')}>
      {Array.from({ length: rows }, (_, n) => <span key={n} />)}
    </div>
  );
}

/** Nothing there, and why. One line of it where it is one part of a page among others. */
export function Empty({ title, text, icon = 'info', action, line = false }: { title: string; text?: string; icon?: IconName; action?: ComponentChildren; line?: boolean }): JSX.Element {
  return (
    <div class={`empty${line ? ' line' : ''}`}>
      <Icon name={icon} size={line ? 18 : 28} />
      <p class="empty-title">{title}</p>
      {text && <p>{text}</p>}
      {action}
    </div>
  );
}

export function words(failure: Refused): string {
  if (failure.status === 0) return t('error.unreachable');
  if (failure.status === 403) return t('error.forbidden');
  if (failure.status === 404) return t('error.notfound');
  if (failure.status === 429) return t('error.limited');
  if (failure.status >= 500) return t('error.server');
  return failure.detail || t('error.other');
}

export function Trouble({ failure, retry }: { failure: Refused; retry?: () => void }): JSX.Element {
  return (
    <div class="trouble" role="alert">
      <Icon name="warn" />
      <div>
        <p>{words(failure)}</p>
        {failure.status === 0 && <p class="muted">{t('error.unreachable.hint')}</p>}
      </div>
      {retry && failure.status !== 403 && <Button small onClick={retry}>{t('action.retry')}</Button>}
    </div>
  );
}

/** Loaded, loading for the first time, or failed: the three faces of every part of a page. */
export function Part<T>({ load, skeleton, children }: {
  load: { data: T | undefined; error: Refused | undefined; reload: () => void };
  skeleton?: ComponentChildren;
  children: (data: T) => ComponentChildren;
}): JSX.Element {
  return (
    <>
      {load.error && <Trouble failure={load.error} retry={load.reload} />}
      {load.data !== undefined ? children(load.data) : !load.error && (skeleton ?? <Skeleton />)}
    </>
  );
}

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren;
  wide?: boolean;
}
export function Dialog({ title, onClose, children, actions, wide = false }: DialogProps): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      class={wide ? 'wide' : ''}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t('action.close')} onClick={onClose} />
      </header>
      <div class="dialog-body">{children}</div>
      {actions && <footer>{actions}</footer>}
    </dialog>
  );
}

interface Toast {
  id: number;
  tone: Tone;
  text: string;
}
const toasts = signal<Toast[]>([]);
let counted = 0;
const toastSeconds = 6;

export function say(text: string, tone: Tone = 'neutral'): void {
  const id = ++counted;
  toasts.value = [...toasts.value.slice(-3), { id, tone, text }];
  setTimeout(() => (toasts.value = toasts.value.filter((one) => one.id !== id)), toastSeconds * 1000);
}
export const sayKey = (key: MessageKey, tone?: Tone): void => say(t(key), tone);

export function Toasts(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <div key={one.id} class={`toast ${one.tone}`}>
          <span>{one.text}</span>
          <IconButton icon="close" label={t('action.close')} onClick={() => (toasts.value = toasts.value.filter((other) => other !== one))} />
        </div>
      ))}
    </div>
  );
}
