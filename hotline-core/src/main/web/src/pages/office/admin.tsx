import type { JSX } from 'preact';
import { t } from '../../i18n';
import { place } from '../../state/router';
import { has } from '../../state/session';
import { Tabs, type Tab } from '../../ui/office';
import { AccountsPage, PolicyPage } from './accounts';
import { AuditPage } from './audit';
import { CentresPage, SystemPage } from './system';

/** Three offices under one roof: each sees its own pages only (the service refuses the rest anyway). */
export function Admin(): JSX.Element {
  const tabs: Tab[] = [
    ...(has('administrator') ? [{ path: '/admin/system', key: 'admin.system' } as const, { path: '/admin/centres', key: 'admin.centres' } as const] : []),
    ...(has('security', 'administrator') ? [{ path: '/admin/accounts', key: 'admin.accounts' } as const] : []),
    ...(has('security') ? [{ path: '/admin/security', key: 'admin.security' } as const] : []),
    ...(has('auditor') ? [{ path: '/admin/audit', key: 'admin.audit' } as const] : []),
  ];
  const at = tabs.find((one) => one.path === place.value.path)?.path ?? tabs[0]?.path ?? '';
  return (
    <div class="page office">
      <header class="page-head">
        <h1>{t('admin.title')}</h1>
      </header>
      <Tabs tabs={tabs} at={at} label={t('admin.title')} />
      {at === '/admin/system' && <SystemPage />}
      {at === '/admin/centres' && <CentresPage />}
      {at === '/admin/accounts' && <AccountsPage />}
      {at === '/admin/security' && <PolicyPage />}
      {at === '/admin/audit' && <AuditPage />}
    </div>
  );
}
