import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { desk } from '../../api/office';
import type { CalendarDay } from '../../api/types';
import { language, locale, t } from '../../i18n';
import { useNotices } from '../../state/live';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { now, zone } from '../../state/session';
import { clock, dayOf, longDay } from '../../time';
import { Button, Dialog, Field, IconButton, Part, say, Skeleton } from '../../ui/kit';
import { refusal } from '../../ui/office';
import { monthName, weeksOf } from '../roster';
import { HolidayImport } from './imports';

/** A year of service days; each can be opened or closed by hand. */
export function ServiceDays(): JSX.Element {
  const today = dayOf(now(), zone.value);
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const load = useLoad((signal) => api.calendar(`${year}-01-01`, `${year}-12-31`, signal), [year]);
  useNotices(['roster'], load.reload);
  const [open, setOpen] = useState<CalendarDay | null>(null);
  const [importing, setImporting] = useState(false);
  const byDay = useMemo(() => new Map((load.data ?? []).map((one) => [one.date, one])), [load.data]);
  const served = (load.data ?? []).filter((one) => one.service).length;
  return (
    <section aria-label={t('days.title')}>
      <div class="office-bar">
        <h2 class="num">{t('days.year', { year, n: served })}</h2>
        <p class="muted grow">{t('days.text')}</p>
        <div class="page-actions">
          {offers('post /imports/notices') && <Button icon="upload" onClick={() => setImporting(true)}>{t('days.import')}</Button>}
          <IconButton icon="left" label={String(year - 1)} onClick={() => setYear(year - 1)} />
          <IconButton icon="right" label={String(year + 1)} onClick={() => setYear(year + 1)} />
        </div>
      </div>
      <Part load={load} skeleton={<Skeleton kind="card" rows={4} />}>
        {() => (
          <div class="year">
            {Array.from({ length: 12 }, (_, n) => `${year}-${String(n + 1).padStart(2, '0')}`).map((month) => (
              <div key={month} class="year-month card">
                <h3>{monthName(month)}</h3>
                <div class="year-days">
                  {weeksOf(month).map((day) => {
                    const what = byDay.get(day);
                    if (!day.startsWith(month) || !what) return <span key={day} />;
                    const hand = what.reason.endsWith('BY_HAND');
                    return (
                      <button
                        key={day}
                        type="button"
                        class={`year-day num${what.service ? '' : ' closed'}${hand ? ' hand' : ''}${day === today ? ' today' : ''}`}
                        title={`${what.service ? t('days.open') : t('days.close')}: ${reasonOf(what)}`}
                        disabled={day < today}
                        onClick={() => setOpen(what)}
                      >
                        {Number(day.slice(8))}
                      </button>
                    );
                  })}
                </div>
              </div>
            ))}
          </div>
        )}
      </Part>
      {open && <Decide day={open} close={() => setOpen(null)} done={(duties) => {
        setOpen(null);
        say(duties ? t('days.duties', { n: duties }) : t('days.saved'), duties ? 'warn' : 'ok');
        load.reload();
      }} />}
      {importing && <HolidayImport close={() => setImporting(false)} done={() => {
        setImporting(false);
        load.reload();
      }} />}
    </section>
  );
}

const known = ['ORDINARY_DAY', 'WEEKEND', 'STATE_HOLIDAY', 'MAKE_UP_WORKDAY', 'SANDWICHED_WEEKEND'] as const;
export function reasonOf(day: CalendarDay): string {
  const kind = known.find((one) => one === day.reason);
  if (language.value === 'zh' || !kind) return day.reasonText ?? day.reason;
  return t(`day.${kind}`);
}

function Decide({ day, close, done }: { day: CalendarDay; close: () => void; done: (duties: number) => void }): JSX.Element {
  const [open, setOpen] = useState(!day.service);
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState('');
  const [trouble, setTrouble] = useState('');
  const save = async (work: () => Promise<{ duties: unknown[] }>): Promise<void> => {
    try {
      done((await work()).duties.length);
    } catch (failure) {
      setTrouble(refusal(failure));
    }
  };
  const windows = hours.split(/[\s,，]+/).filter(Boolean);
  return (
    <Dialog
      title={longDay(`${day.date}T12:00:00Z`, 'UTC', locale.value)}
      onClose={close}
      actions={
        <>
          {day.reason.endsWith('BY_HAND') && <Button onClick={() => void save(() => desk.clearDay(day.date))}>{t('days.clear')}</Button>}
          <Button kind="primary" disabled={!reason.trim()}
            onClick={() => void save(() => desk.setDay(day.date, { open, reason: reason.trim(), ...(open && windows.length ? { hours: windows } : {}) }))}>{t('action.save')}</Button>
        </>
      }
    >
      <p>{day.service ? t('days.open') : t('days.close')} · {reasonOf(day)} <span class="num muted">{day.windows.map((one) => `${clock(one.from, zone.value)}–${clock(one.to, zone.value)}`).join(', ')}</span></p>
      <div class="choices" role="radiogroup" aria-label={t('days.title')}>
        {[true, false].map((one) => (
          <label key={String(one)} class="choice">
            <input type="radio" name="open" checked={open === one} onChange={() => setOpen(one)} />
            <span>{t(one ? 'days.open' : 'days.close')}</span>
          </label>
        ))}
      </div>
      <Field label={t('days.reason')} needed>{(id) => <input id={id} name="reason" maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}</Field>
      {open && <Field label={t('days.hours')}>{(id) => <input id={id} name="hours" placeholder="08:00-12:00 14:00-18:00" value={hours} onInput={(event) => setHours(event.currentTarget.value)} />}</Field>}
      <p class="bad" role="alert">{trouble}</p>
    </Dialog>
  );
}
