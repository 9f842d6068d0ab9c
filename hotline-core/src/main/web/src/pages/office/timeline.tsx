import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { desk } from '../../api/office';
import type { LawyerRef, RosterDuty } from '../../api/types';
import { locale, t } from '../../i18n';
import { useNotices } from '../../state/live';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { go, place } from '../../state/router';
import { has, now, zone } from '../../state/session';
import { dayOf, plusDays, shortDay } from '../../time';
import { Button, IconButton, Part, say, Skeleton } from '../../ui/kit';
import { attempt } from '../../ui/office';
import { Change, monthName, peopleOf, plusMonths } from '../roster';

const dragType = 'application/x-hotline-duty';

/** A month with one line a lawyer: who sits when, at a glance; a duty is dragged from one line to another. */
export function Timeline(): JSX.Element {
  const today = dayOf(now(), zone.value);
  const month = place.value.query.get('month') ?? today.slice(0, 7);
  const from = `${month}-01`;
  const to = plusDays(`${plusMonths(month, 1)}-01`, -1);
  const load = useLoad(async (signal) => {
    const [roster, calendar, people] = await Promise.all([
      api.roster(from, to, signal),
      api.calendar(from, to, signal),
      offers('get /practitioners') && has('coordinator', 'administrator') ? desk.practitioners(signal) : Promise.resolve({ items: [] }),
    ]);
    return { roster, calendar, people: people.items.filter((one) => one.standing === 'ACTIVE') };
  }, [from]);
  useNotices(['roster'], load.reload);
  const [changing, setChanging] = useState<RosterDuty | null>(null);
  const may = has('coordinator') && offers('put /duties/{id}');
  const lines = useMemo(() => {
    const all = new Map<string, LawyerRef>();
    for (const one of load.data?.people ?? []) all.set(one.id, { id: one.id, name: one.name });
    for (const one of peopleOf(load.data?.roster ?? { centre: '', from, to, duties: [] })) if (!all.has(one.id)) all.set(one.id, one);
    return [...all.values()].sort((a, b) => a.id.localeCompare(b.id));
  }, [load.data]);
  const byCell = useMemo(() => {
    const found = new Map<string, RosterDuty>();
    for (const duty of load.data?.roster.duties ?? []) found.set(`${duty.lawyer.id} ${duty.date}`, duty);
    return found;
  }, [load.data]);

  const assign = (duty: RosterDuty, lawyer: LawyerRef): Promise<boolean> => (duty.lawyer.id === lawyer.id
    ? Promise.resolve(true)
    : attempt(async () => {
      await desk.amend(duty.id, { lawyer: lawyer.id });
      say(t('roster.changed', { lawyer: lawyer.name, day: shortDay(duty.from, zone.value, locale.value, now()) }), 'ok');
      load.reload();
    }));

  return (
    <>
      <div class="office-bar">
        <h2>{monthName(month)}</h2>
        <div class="page-actions">
          <IconButton icon="left" label={t('roster.before')} onClick={() => go(`/roster/timeline?month=${plusMonths(month, -1)}`)} />
          <Button onClick={() => go('/roster/timeline')}>{t('roster.thismonth')}</Button>
          <IconButton icon="right" label={t('roster.after')} onClick={() => go(`/roster/timeline?month=${plusMonths(month, 1)}`)} />
        </div>
      </div>
      <Part load={load} skeleton={<Skeleton kind="row" rows={12} />}>
        {({ calendar }) => (
          <div class="timeline-box" role="region" aria-label={t('desk.tab.timeline')} tabIndex={0}>
            <table class="timeline">
              <thead>
                <tr>
                  <th scope="col"><span class="visually-hidden">{t('people.col.name')}</span></th>
                  {calendar.map((day) => (
                    <th key={day.date} scope="col" class={`num${day.service ? '' : ' closed'}${day.date === today ? ' today' : ''}`} title={day.reasonText}>
                      {Number(day.date.slice(8))}
                      <small>{new Intl.DateTimeFormat(locale.value, { weekday: 'narrow', timeZone: 'UTC' }).format(new Date(`${day.date}T00:00:00Z`))}</small>
                    </th>
                  ))}
                  <th scope="col" class="num">Σ</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((lawyer) => (
                  <tr key={lawyer.id}
                    onDragOver={(event) => may && event.dataTransfer?.types.includes(dragType) && event.preventDefault()}
                    onDrop={(event) => {
                      const text = event.dataTransfer?.getData(dragType);
                      if (!text || !may) return;
                      event.preventDefault();
                      void assign(JSON.parse(text) as RosterDuty, lawyer);
                    }}
                  >
                    <th scope="row">{lawyer.name}</th>
                    {calendar.map((day) => {
                      const duty = byCell.get(`${lawyer.id} ${day.date}`);
                      return (
                        <td key={day.date} class={`${day.service ? '' : 'closed'}${day.date === today ? ' today' : ''}`}>
                          {duty && <Cell duty={duty} pick={may ? () => setChanging(duty) : undefined} />}
                        </td>
                      );
                    })}
                    <td class="num muted">{calendar.filter((day) => byCell.get(`${lawyer.id} ${day.date}`)?.standby === false).length || ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Part>
      {changing && <Change duty={changing} people={lines} close={() => setChanging(null)} assign={assign} done={load.reload} />}
    </>
  );
}

function Cell({ duty, pick }: { duty: RosterDuty; pick: (() => void) | undefined }): JSX.Element {
  const text = duty.standby ? t('roster.standby.short') : String(duty.seat);
  // What is seen comes first in the name, so that it can be spoken to.
  const label = `${text} · ${duty.lawyer.name}, ${duty.date}, ${duty.standby ? t('today.standby') : t('today.seat', { n: duty.seat })}`;
  if (!pick) return <span class={`cell${duty.standby ? ' standby' : ''}`} aria-label={label} role="img">{text}</span>;
  return (
    <button type="button" class={`cell${duty.standby ? ' standby' : ''}`} aria-label={label} draggable data-duty={duty.id} onClick={pick}
      onDragStart={(event) => event.dataTransfer?.setData(dragType, JSON.stringify(duty))}>
      {text}
    </button>
  );
}
