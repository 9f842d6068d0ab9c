import { Component, type ComponentChildren, type JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from './i18n';
import { Log } from './pages/log';
import { Roster } from './pages/roster';
import { Wall } from './pages/wall';
import { lazy } from './ui/lazy';
import { Shell, type NavItem } from './pages/shell';
import { SignIn } from './pages/sign-in';
import { Today } from './pages/today';
import { Desk } from './pages/desk';
import { Dock } from './phone/dock';
import { startPhone, stopPhone } from './phone/phone';
import { forgetLiveCalls, heardOfCall, readLiveCalls } from './state/my-call';
import { offers, readOffers } from './state/offers';
import { closeLive, openLive, useNotices } from './state/live';
import { place } from './state/router';
import { account, has, owes, startSession } from './state/session';
import { Button, Empty, Skeleton } from './ui/kit';

const Admin = lazy(() => import('./pages/office/admin').then((page) => page.Admin));
const Me = lazy(() => import('./pages/office/me').then((page) => page.Me));
const Owed = lazy(() => import('./pages/office/owed').then((page) => page.Owed));
const Reports = lazy(() => import('./pages/office/reports').then((page) => page.Reports));
const Line = lazy(() => import('./pages/line/line').then((page) => page.Line));
const Callbacks = lazy(() => import('./pages/office/callbacks').then((page) => page.Callbacks));
const RosterDesk = lazy(() => import('./pages/office/roster-desk').then((page) => page.RosterDesk));

const items: readonly NavItem[] = [
  { path: '/', key: 'nav.today', icon: 'today' },
  { path: '/desk', key: 'nav.desk', icon: 'headset', roles: ['lawyer'] },
  { path: '/log', key: 'nav.log', icon: 'log', roles: ['lawyer', 'coordinator', 'administrator'] },
  { path: '/roster', key: 'nav.roster', icon: 'roster' },
  { path: '/callbacks', key: 'nav.callbacks', icon: 'callback', roles: ['coordinator'], needs: 'get /callbacks' },
  { path: '/reports', key: 'nav.reports', icon: 'report', roles: ['coordinator', 'administrator'], needs: 'get /reports/summary' },
  { path: '/line', key: 'nav.line', icon: 'phone', roles: ['coordinator', 'administrator'], needs: 'get /line/choices' },
  { path: '/wall', key: 'nav.wall', icon: 'expand', roles: ['coordinator'] },
  { path: '/admin', key: 'nav.admin', icon: 'admin', roles: ['administrator', 'security', 'auditor'] },
];

export function App(): JSX.Element {
  const who = account.value;
  useEffect(() => {
    let wait: ReturnType<typeof setTimeout>;
    const start = (): void => void startSession().catch(() => (wait = setTimeout(start, 3000)));
    start();
    return () => clearTimeout(wait);
  }, []);
  useEffect(() => {
    if (!who || owes.value) return undefined;
    let here = true;
    openLive();
    void readOffers().then(() => {
      if (here && offers('get /me/phone') && has('lawyer')) void startPhone();
    });
    void readLiveCalls();
    return () => {
      here = false;
      closeLive();
      stopPhone();
      forgetLiveCalls();
    };
  }, [who?.username, owes.value]);

  useNotices(['live'], (notice) => (notice === 'resync' ? void readLiveCalls() : heardOfCall(notice)));

  if (who === undefined) return <main id="main" class="starting"><Skeleton rows={4} /></main>;
  if (who === null) return <SignIn />;
  if (owes.value) return <Owed />;
  return (
    <Shell items={items} dock={<Dock />}>
      <Safe key={place.value.path.split('/')[1]}><View /></Safe>
    </Shell>
  );
}

/** A page of another office: said so, instead of a torso of refusals. The service refuses in any case. */
function NotYours({ item }: { item: NavItem }): JSX.Element {
  return (
    <div class="page" data-test="not-yours">
      <h1>{t(item.key)}</h1>
      <Empty icon="warn" title={t('error.forbidden')} action={<a href="/">{t('action.home')}</a>} />
    </div>
  );
}

function View(): JSX.Element {
  const { path } = place.value;
  const item = items.find((one) => one.path !== '/' && (path === one.path || path.startsWith(`${one.path}/`)));
  if (item?.roles && !has(...item.roles)) return <NotYours item={item} />;
  if (path === '/') return <Today />;
  if (path === '/roster') return <Roster />;
  if (path.startsWith('/roster/')) return <RosterDesk />;
  if (path === '/reports') return <Reports />;
  if (path === '/callbacks') return <Callbacks />;
  if (path === '/admin' || path.startsWith('/admin/')) return <Admin />;
  if (path === '/me') return <Me />;
  if (path === '/line' || path.startsWith('/line/')) return <Line />;
  if (path === '/wall') return <Wall />;
  if (path === '/desk') return <Desk />;
  if (path === '/log' || path.startsWith('/log/')) return <Log />;
  return (
    <div class="page">
      <h1>{t('error.page.title')}</h1>
      <Empty title={t('error.page.text')} action={<a href="/">{t('action.home')}</a>} />
    </div>
  );
}

/** A fault in one page leaves the rest, a call above all, as it is. */
class Safe extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };
  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override componentDidCatch(error: unknown): void {
    console.error(error);
  }
  override render(): ComponentChildren {
    if (!this.state.failed) return this.props.children;
    return (
      <div class="page">
        <Empty
          icon="warn"
          title={t('error.crash.title')}
          text={t('error.crash.text')}
          action={<Button onClick={() => location.reload()}>{t('action.reload')}</Button>}
        />
      </div>
    );
  }
}
