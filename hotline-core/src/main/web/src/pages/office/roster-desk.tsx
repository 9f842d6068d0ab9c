import type { JSX } from 'preact';
import { t } from '../../i18n';
import { place } from '../../state/router';
import { Empty } from '../../ui/kit';
import { RosterTabs } from '../roster';
import { Inbox } from './inbox';
import { DutyPay } from './pay';
import { People } from './people';
import { PlanList, PlanPage } from './plans';
import { ServiceDays } from './service-days';
import { Timeline } from './timeline';

/** The coordinator's desk for the roster, beside the month's sheet. */
export function RosterDesk(): JSX.Element {
  const { path } = place.value;
  const [, , page, id] = path.split('/');
  const at = `/roster/${page ?? ''}`;
  return (
    <div class="page office roster">
      <header class="page-head"><h1>{t('nav.roster')}</h1></header>
      <RosterTabs at={at} />
      {page === 'plans' && id && <PlanPage key={id} id={decodeURIComponent(id)} />}
      {page === 'plans' && !id && <PlanList />}
      {page === 'inbox' && <Inbox />}
      {page === 'people' && <People />}
      {page === 'days' && <ServiceDays />}
      {page === 'timeline' && <Timeline />}
      {page === 'pay' && <DutyPay />}
      {!['plans', 'inbox', 'people', 'days', 'timeline', 'pay'].includes(page ?? '') && (
        <Empty title={t('error.page.title')} text={t('error.page.text')} action={<a href="/roster">{t('nav.roster')}</a>} />
      )}
    </div>
  );
}
