import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { language, t, type MessageKey } from '../i18n';
import { draftIds, dropDrafts } from '../record/drafts';
import { connection } from '../state/live';
import { offers } from '../state/offers';
import { theme, type Theme } from '../state/preferences';
import { place } from '../state/router';
import { account, centre, has, signOut } from '../state/session';
import { Icon, type IconName } from '../ui/icons';
import { Button, Dialog, IconButton, Toasts } from '../ui/kit';

export interface NavItem {
  path: string;
  key: MessageKey;
  icon: IconName;
  roles?: Parameters<typeof has>;
  /** The operation of the interface without which there is nothing to show. */
  needs?: string;
}

export function Emblem({ size = 28 }: { size?: number }): JSX.Element {
  return (
    <svg class="emblem" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M16 6v20M9 26h14M16 9l-8 2M16 9l8 2M8 11l-3.5 8h7zM24 11l-3.5 8h7z" />
    </svg>
  );
}

const themes: Record<Theme, { next: Theme; icon: IconName; key: MessageKey }> = {
  auto: { next: 'light', icon: 'half', key: 'theme.auto' },
  light: { next: 'dark', icon: 'sun', key: 'theme.light' },
  dark: { next: 'auto', icon: 'moon', key: 'theme.dark' },
};

export function Switches(): JSX.Element {
  const look = themes[theme.value];
  return (
    <div class="switches">
      <button
        type="button"
        class="text-button"
        lang={language.value === 'zh' ? 'en' : 'zh-CN'}
        title={t('language.label')}
        onClick={() => (language.value = language.value === 'zh' ? 'en' : 'zh')}
      >
        {t('language.switch')}
      </button>
      <IconButton icon={look.icon} label={`${t('theme.label')}: ${t(look.key)}`} onClick={() => (theme.value = look.next)} />
    </div>
  );
}

function Live(): JSX.Element {
  const state = connection.value;
  const key = `live.${state}` as const;
  return (
    <span class={`live ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      <span class="live-text">{t(key)}</span>
    </span>
  );
}

export function Shell({ items, dock, children }: { items: readonly NavItem[]; dock?: ComponentChildren; children: ComponentChildren }): JSX.Element {
  const [leaving, setLeaving] = useState(false);
  const path = place.value.path;
  const mine = items.filter((one) => (!one.roles || has(...one.roles)) && (!one.needs || offers(one.needs)));
  const at = [...mine].sort((a, b) => b.path.length - a.path.length)
    .find((one) => (one.path === '/' ? path === '/' : path === one.path || path.startsWith(`${one.path}/`)));

  useEffect(() => {
    document.title = at ? `${t(at.key)} · ${t('app.short')}` : t('app.name');
  });

  const leave = async (): Promise<void> => {
    setLeaving(false);
    await signOut();
    dropDrafts();
  };

  return (
    <div class="shell">
      <a class="skip" href="#main">{t('app.skip')}</a>
      <header class="rail">
        <div class="brand">
          <Emblem />
          <div>
            <strong>12348</strong>
            <span class="brand-centre">{centre.value?.name}</span>
          </div>
        </div>
        <nav aria-label={t('app.menu')}>
          {mine.map((one) => (
            <a key={one.path} href={one.path} class="nav-item" aria-current={one === at ? 'page' : undefined}>
              <Icon name={one.icon} size={20} />
              <span>{t(one.key)}</span>
            </a>
          ))}
        </nav>
        <div class="rail-foot">
          <Live />
          <div class="who">
            <Icon name="user" />
            <a class="who-name" href="/me" title={t('nav.me')}>
              {account.value?.name}
              <small>{account.value?.roles.map((role) => t(`role.${role}`)).join(' · ')}</small>
            </a>
            <IconButton icon="logout" label={t('signout')} onClick={() => (draftIds().length ? setLeaving(true) : void leave())} />
          </div>
          <Switches />
        </div>
      </header>
      {dock}
      <main id="main" tabIndex={-1}>{children}</main>
      <Toasts />
      {leaving && (
        <Dialog
          title={t('signout')}
          onClose={() => setLeaving(false)}
          actions={
            <>
              <Button onClick={() => setLeaving(false)}>{t('action.cancel')}</Button>
              <Button kind="danger" onClick={() => void leave()}>{t('signout.anyway')}</Button>
            </>
          }
        >
          <p>{t('signout.unsaved', { n: draftIds().length })}</p>
        </Dialog>
      )}
    </div>
  );
}
