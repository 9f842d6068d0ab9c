import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { Centre } from '../../api/types';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { place } from '../../state/router';
import { account, has } from '../../state/session';
import { Empty, Part, Skeleton } from '../../ui/kit';
import { Tabs, type Tab } from '../../ui/office';
import { Prompts } from '../prompts';
import { LineRules } from './rules';
import { Recipients } from './recipients';

/** What a centre decides about its line: how calls are taken, what callers hear, who is alarmed. */
export function Line(): JSX.Element {
  const tabs: Tab[] = [
    ...(offers('get /line/choices') ? [{ path: '/line', key: 'line.tab.choices' } as const] : []),
    ...(offers('get /prompts') ? [{ path: '/line/prompts', key: 'line.tab.prompts' } as const] : []),
    ...(offers('get /watch/recipients') ? [{ path: '/line/alarms', key: 'line.tab.alarms' } as const] : []),
  ];
  const at = place.value.path;
  return (
    <div class="page office line">
      <header class="page-head"><h1>{t('line.title')}</h1></header>
      <Tabs tabs={tabs} at={at} label={t('line.title')} />
      {at === '/line' && <OfCentre>{(centre, all) => <LineRules key={centre} centre={centre} centres={all} />}</OfCentre>}
      {at === '/line/prompts' && <Prompts />}
      {at === '/line/alarms' && <OfCentre>{(centre) => <Recipients key={centre} centre={centre} />}</OfCentre>}
      {!['/line', '/line/prompts', '/line/alarms'].includes(at) && (
        <Empty title={t('error.page.title')} text={t('error.page.text')} action={<a href="/line">{t('line.title')}</a>} />
      )}
    </div>
  );
}

/** One's own centre; an administrator may look at another. */
function OfCentre({ children }: { children: (centre: string, all: readonly Centre[]) => JSX.Element }): JSX.Element {
  const own = account.value?.centre ?? '';
  const [chosen, setChosen] = useState(own);
  const load = useLoad(async () => (await api.centres()).items, []);
  return (
    <Part load={load} skeleton={<Skeleton kind="card" rows={2} />}>
      {(all) => (
        <>
          {has('administrator') && all.length > 1 && (
            <div class="office-bar">
              <label>
                {t('line.centre')}{' '}
                <select name="centre" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
                  {all.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
                </select>
              </label>
            </div>
          )}
          {children(chosen, all)}
        </>
      )}
    </Part>
  );
}
