import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../api/client';
import { desk } from '../api/office';
import type { CalendarDay, LawyerRef, Roster as RosterData, RosterDuty } from '../api/types';
import { language, locale, t } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { offers } from '../state/offers';
import { go, place } from '../state/router';
import { account, centre, has, now, zone } from '../state/session';
import { clock, dayOf, longDay, plusDays, shortDay } from '../time';
import { fits } from '../record/pinyin';
import { Button, Chip, Dialog, Empty, IconButton, Part, say, Skeleton } from '../ui/kit';
import { attempt, Tabs, type Tab } from '../ui/office';

/** The pages of the roster's desk that somebody has. */
export function rosterTabs(): Tab[] {
  const coordinator = has('coordinator');
  const tabs: (Tab & { may: boolean })[] = [
    { path: '/roster', key: 'desk.tab.sheet', may: true },
    { path: '/roster/timeline', key: 'desk.tab.timeline', may: true },
    { path: '/roster/plans', key: 'desk.tab.plans', may: coordinator && offers('get /roster/plans') },
    { path: '/roster/inbox', key: 'desk.tab.inbox', may: coordinator && offers('get /leaves') },
    { path: '/roster/people', key: 'desk.tab.people', may: has('coordinator', 'administrator') && offers('get /practitioners') },
    { path: '/roster/days', key: 'desk.tab.days', may: has('coordinator', 'administrator') && offers('put /calendar/{date}') },
    { path: '/roster/pay', key: 'desk.tab.pay', may: coordinator && offers('get /reports/duty-pay') },
  ];
  return tabs.filter((one) => one.may);
}

export function RosterTabs({ at }: { at: string }): JSX.Element {
  return <Tabs tabs={rosterTabs()} at={at} label={t('desk.tabs')} />;
}

/** The month as a wall calendar: who sits, who stands by, where somebody is missing; and each lawyer's share beside it. */
export function Roster(): JSX.Element {
  const today = dayOf(now(), zone.value);
  const month = place.value.query.get('month') ?? today.slice(0, 7);
  const days = useMemo(() => weeksOf(month), [month]);
  const from = days[0] ?? today;
  const to = days[days.length - 1] ?? today;
  const load = useLoad(async (signal) => {
    const [roster, calendar] = await Promise.all([api.roster(from, to, signal), api.calendar(from, to, signal)]);
    return { roster, calendar };
  }, [from, to]);
  useNotices(['roster'], load.reload);
  const [marked, setMarked] = useState<string | null>(has('coordinator') ? null : account.value?.username ?? null);
  const [changing, setChanging] = useState<RosterDuty | null>(null);
  const mayChange = has('coordinator') && offers('put /duties/{id}');

  const assign = async (duty: RosterDuty, lawyer: LawyerRef): Promise<boolean> => {
    if (duty.lawyer.id === lawyer.id) return true;
    return attempt(async () => {
      await desk.amend(duty.id, { lawyer: lawyer.id });
      say(t('roster.changed', { lawyer: lawyer.name, day: shortDay(duty.from, zone.value, locale.value, now()) }), 'ok');
      load.reload();
    });
  };

  return (
    <div class="page roster">
      <header class="page-head">
        <div>
          <h1>{monthName(month)}</h1>
          {load.data?.roster.publishedAt && (
            <p class="muted">
              {t('roster.published', { n: load.data.roster.version ?? '', time: shortDay(load.data.roster.publishedAt, zone.value, locale.value, now()) })}
            </p>
          )}
        </div>
        <div class="page-actions">
          <IconButton icon="left" label={t('roster.before')} onClick={() => go(`/roster?month=${plusMonths(month, -1)}`)} />
          <Button onClick={() => go('/roster')}>{t('roster.thismonth')}</Button>
          <IconButton icon="right" label={t('roster.after')} onClick={() => go(`/roster?month=${plusMonths(month, 1)}`)} />
          <Button icon="print" onClick={() => print()}>{t('roster.print')}</Button>
        </div>
      </header>
      <RosterTabs at="/roster" />
      <Part load={load} skeleton={<Skeleton kind="row" rows={10} />}>
        {({ roster, calendar }) => (
          <div class="roster-body">
            <Month days={days} month={month} roster={roster} calendar={calendar} marked={marked}
              onPick={mayChange ? setChanging : undefined} onDrop={mayChange ? (duty, id, name) => void assign(duty, { id, name }) : undefined} />
            <Shares roster={roster} month={month} marked={marked} mark={(id) => setMarked(id === marked ? null : id)} draggable={mayChange} />
          </div>
        )}
      </Part>
      {changing && load.data && (
        <Change duty={changing} people={peopleOf(load.data.roster)} close={() => setChanging(null)} assign={assign} done={load.reload} />
      )}
    </div>
  );
}

/** The days of a month's calendar sheet, whole weeks from Monday to Sunday. */
export function weeksOf(month: string): string[] {
  const first = `${month}-01`;
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const start = plusDays(first, -weekday);
  const nextMonth = `${plusMonths(month, 1)}-01`;
  const days: string[] = [];
  for (let day = start; day < nextMonth || days.length % 7 !== 0; day = plusDays(day, 1)) days.push(day);
  return days;
}

export function plusMonths(month: string, by: number): string {
  const at = new Date(`${month}-15T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
}

export function monthName(month: string): string {
  return new Intl.DateTimeFormat(locale.value, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-15T00:00:00Z`));
}

interface MonthProps {
  days: readonly string[];
  month: string;
  roster: RosterData;
  calendar: readonly CalendarDay[];
  marked: string | null;
  onPick: ((duty: RosterDuty) => void) | undefined;
  onDrop: ((duty: RosterDuty, id: string, name: string) => void) | undefined;
  /** The first and the last day of which it can be said that somebody is missing; all where it is left out. */
  within?: readonly [string, string];
}

export function Month({ days, month, roster, calendar, marked, onPick, onDrop, within }: MonthProps): JSX.Element {
  const today = dayOf(now(), zone.value);
  const byDay = useMemo(() => {
    const found = new Map<string, RosterDuty[]>();
    for (const duty of roster.duties) found.set(duty.date, [...(found.get(duty.date) ?? []), duty]);
    for (const list of found.values()) list.sort((a, b) => Number(a.standby) - Number(b.standby) || a.seat - b.seat || a.from.localeCompare(b.from));
    return found;
  }, [roster]);
  const service = useMemo(() => new Map(calendar.map((one) => [one.date, one])), [calendar]);
  const names = Array.from({ length: 7 }, (_, n) =>
    new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + n))));
  return (
    <div class="month" role="table" aria-label={monthName(month)}>
      <div role="row" class="month-row month-head">{names.map((name) => <span key={name} role="columnheader">{name}</span>)}</div>
      {Array.from({ length: days.length / 7 }, (_, week) => (
        <div key={week} role="row" class="month-row">
          {days.slice(week * 7, week * 7 + 7).map((day) => {
            const what = service.get(day);
            const duties = byDay.get(day) ?? [];
            const planned = !within || (day >= within[0] && day <= within[1]);
            const missing = what?.service && day >= today && planned ? Math.max(0, (centre.value?.seats ?? 2) - new Set(duties.filter((one) => !one.standby).map((one) => one.seat)).size) : 0;
            return (
              <div key={day} role="cell" class={`day${day.startsWith(month) ? '' : ' other'}${day === today ? ' today' : ''}${what && !what.service ? ' closed' : ''}`}>
                <p class="day-head">
                  <time dateTime={day} class="num">{Number(day.slice(8))}</time>
                  {what && (what.reason === 'STATE_HOLIDAY' || what.reason === 'MAKE_UP_WORKDAY' || what.reason.endsWith('BY_HAND')) && (
                    <small>{language.value === 'zh' ? what.reasonText : t(`day.${what.reason}` as never) ?? what.reasonText}</small>
                  )}
                </p>
                <ul>
                  {duties.map((duty) => (
                    <li key={duty.id}>
                      <DutyMark duty={duty} marked={marked} onPick={onPick} onDrop={onDrop} />
                    </li>
                  ))}
                </ul>
                {missing > 0 && <Chip tone="bad">{t('roster.missing', { n: missing })}</Chip>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** What is dragged is a lawyer: from the list of shares, or from another duty. */
const dragType = 'application/x-hotline-lawyer';

function DutyMark({ duty, marked, onPick, onDrop }: { duty: RosterDuty; marked: string | null } & Pick<MonthProps, 'onPick' | 'onDrop'>): JSX.Element {
  const [over, setOver] = useState(false);
  const title = `${duty.standby ? t('today.standby') : t('today.seat', { n: duty.seat })} ${clock(duty.from, zone.value)}–${clock(duty.until, zone.value)}`;
  const look = `duty${duty.standby ? ' standby' : ''}${marked === duty.lawyer.id ? ' marked' : marked ? ' dim' : ''}${over ? ' over' : ''}`;
  const inside = (
    <>
      <span class="duty-seat num">{duty.standby ? t('roster.standby.short') : duty.seat}</span>
      {duty.lawyer.name}
    </>
  );
  if (!onPick || !onDrop) return <span class={look} title={title}>{inside}</span>;
  return (
    <button
      type="button"
      class={look}
      title={title}
      draggable
      data-duty={duty.id}
      onClick={() => onPick(duty)}
      onDragStart={(event) => event.dataTransfer?.setData(dragType, JSON.stringify(duty.lawyer))}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const text = event.dataTransfer?.getData(dragType);
        if (!text) return;
        event.preventDefault();
        const lawyer = JSON.parse(text) as LawyerRef;
        onDrop(duty, lawyer.id, lawyer.name);
      }}
    >
      {inside}
    </button>
  );
}

interface Share extends LawyerRef {
  seats: number;
  weekends: number;
  standby: number;
}

export function sharesOf(roster: RosterData, month: string): Share[] {
  const found = new Map<string, Share>();
  for (const duty of roster.duties) {
    const share = found.get(duty.lawyer.id) ?? { ...duty.lawyer, seats: 0, weekends: 0, standby: 0 };
    if (duty.date.startsWith(month)) {
      if (duty.standby) share.standby += 1;
      else {
        share.seats += 1;
        if ([0, 6].includes(new Date(`${duty.date}T00:00:00Z`).getUTCDay())) share.weekends += 1;
      }
    }
    found.set(duty.lawyer.id, share);
  }
  return [...found.values()].sort((a, b) => b.seats - a.seats || b.weekends - a.weekends || a.id.localeCompare(b.id));
}

export function peopleOf(roster: RosterData): LawyerRef[] {
  return [...new Map(roster.duties.map((one) => [one.lawyer.id, one.lawyer])).values()].sort((a, b) => a.id.localeCompare(b.id));
}

export function Shares({ roster, month, marked, mark, draggable }: { roster: RosterData; month: string; marked: string | null; mark: (id: string) => void; draggable: boolean }): JSX.Element {
  const shares = useMemo(() => sharesOf(roster, month), [roster, month]);
  const most = Math.max(1, ...shares.map((one) => one.seats));
  return (
    <section class="shares" aria-labelledby="shares">
      <h2 id="shares">{t('roster.shares')}</h2>
      {shares.length === 0 ? <Empty icon="roster" title={t('roster.empty.title')} text={t('roster.empty.text')} /> : (
        <ul>
          {shares.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                class="share"
                aria-pressed={marked === one.id}
                draggable={draggable}
                onDragStart={(event) => event.dataTransfer?.setData(dragType, JSON.stringify({ id: one.id, name: one.name }))}
                onClick={() => mark(one.id)}
              >
                <span class="share-name">{one.name}</span>
                <meter class="share-bar" min={0} max={most} value={one.seats} aria-hidden="true" />
                <span class="num">{one.seats}</span>
                <small class="muted">{t('roster.share', { weekends: one.weekends, standby: one.standby })}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface ChangeProps {
  duty: RosterDuty;
  /** Whom to offer while the list of practitioners is not there. */
  people: readonly LawyerRef[];
  close: () => void;
  assign: (duty: RosterDuty, lawyer: LawyerRef) => Promise<boolean>;
  /** Given for a published duty: the standby may be called in. */
  done?: () => void;
}

/** By keyboard what dragging does: a duty is opened and its lawyer found by name or pinyin initials. */
export function Change({ duty, people, close, assign, done }: ChangeProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const all = useLoad(async (signal) => (offers('get /practitioners')
    ? (await desk.practitioners(signal)).items.filter((one) => one.standing === 'ACTIVE').map(({ id, name }) => ({ id, name }))
    : [...people]), []);
  const found = (all.data ?? people).filter((one) => fits(typed, { key: one.id, zh: one.name, en: one.id }));
  const take = async (one: LawyerRef): Promise<void> => {
    if (await assign(duty, one)) close();
  };
  const standby = async (): Promise<void> => {
    if (await attempt(() => desk.callStandby(duty.id, ''), t('standby.called'))) {
      done?.();
      close();
    }
  };
  return (
    <Dialog
      title={t('roster.change')}
      onClose={close}
      actions={done && !duty.standby && Date.parse(duty.until) > now() && offers('post /duties/{id}/call-standby')
        ? <Button onClick={() => void standby()}>{t('standby.call')}</Button> : undefined}
    >
      <p>
        {longDay(duty.from, zone.value, locale.value)} · {duty.standby ? t('today.standby') : t('today.seat', { n: duty.seat })} ·{' '}
        <span class="num">{clock(duty.from, zone.value)}–{clock(duty.until, zone.value)}</span> · <b>{duty.lawyer.name}</b>
      </p>
      <input aria-label={t('roster.find')} placeholder={t('roster.find')} autofocus value={typed} onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0] && !event.isComposing) void take(found[0]);
        }} />
      <ul class="rows people">
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" class="row" disabled={one.id === duty.lawyer.id} onClick={() => void take(one)}>
              <span class="row-main">{one.name}</span>
              <span class="muted">{one.id}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
