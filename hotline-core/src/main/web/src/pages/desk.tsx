import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, Refused } from '../api/client';
import type { OwnState, RosterDuty, SeatState } from '../api/types';
import { locale, t } from '../i18n';
import { Devices } from '../phone/dock';
import { myPhone, registration } from '../phone/phone';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { myCall } from '../state/my-call';
import { offers } from '../state/offers';
import { account, now, zone } from '../state/session';
import { second } from '../state/tick';
import { clock, dayOf, longDay, plusDays } from '../time';
import { SeatChip, Since } from '../ui/domain';
import { Chip, Empty, Part, say, Skeleton, words } from '../ui/kit';
import { RecordView } from './record';
import { Records, unfinishedFilter } from './today';

/** How far ahead the desk lists my duties. */
const dutyDays = 45;
const ownStates: readonly OwnState[] = ['READY', 'BREAK', 'VISITOR', 'MEETING', 'WRAP_UP'];

/** A lawyer's own page: the call that is up with its record; between calls what waits for him. */
export function Desk(): JSX.Element {
  const call = myCall.value;
  const [last, setLast] = useState<string | null>(null);
  useEffect(() => {
    if (call?.consultation) setLast(call.consultation);
  }, [call?.consultation]);
  const open = call?.consultation ?? last;
  return (
    <div class={`desk${open ? ' with-record' : ''}`}>
      {open && (
        <div class="desk-record">
          <RecordView key={open} id={open} {...(call ? {} : { back: () => setLast(null) })} />
        </div>
      )}
      <div class="page desk-side">
        <h1 class={open ? 'visually-hidden' : ''}>{t('nav.desk')}</h1>
        <Status />
        <Todo />
        <Duties />
        {myPhone.value?.kind === 'browser' && (
          <section aria-labelledby="devices">
            <h2 id="devices">{t('phone.devices')}</h2>
            <Devices />
          </section>
        )}
      </div>
    </div>
  );
}

function Status(): JSX.Element {
  const duty = useLoad((signal) => api.duty(signal), []);
  useNotices(['seat', 'roster', 'call', 'line'], duty.reload);
  const mine = duty.data?.seats.find((one) => one.lawyer.id === account.value?.username);
  const choose = async (state: OwnState): Promise<void> => {
    try {
      await api.setOwnState(state);
      duty.reload();
    } catch (failure) {
      if (failure instanceof Refused) say(words(failure), 'bad');
    }
  };
  return (
    <section aria-labelledby="status">
      <h2 id="status">{t('desk.status')}</h2>
      <Part load={duty} skeleton={<Skeleton rows={1} kind="row" />}>
        {() => (mine ? (
          <div class="status card">
            <p class="status-now">
              <SeatChip state={mine.state} />
              {mine.since && <Since at={mine.since} />}
              {mine.until && <span class="muted num">{t('today.until', { time: clock(mine.until, zone.value) })}</span>}
            </p>
            {offers('put /me/state') && (
              <div class="segments" role="group" aria-label={t('desk.status')}>
                {ownStates.map((one) => (
                  <button key={one} type="button" aria-pressed={shownAs(mine.state) === one} onClick={() => void choose(one)}>{t(`seat.${one}`)}</button>
                ))}
              </div>
            )}
            <PhoneLine />
          </div>
        ) : <p class="muted">{t('desk.offduty')}</p>)}
      </Part>
    </section>
  );
}

const shownAs = (state: SeatState): OwnState | null =>
  state === 'RINGING' || state === 'TALKING' ? 'READY' : ownStates.find((one) => one === state) ?? null;

function PhoneLine(): JSX.Element | null {
  const mine = myPhone.value;
  if (!mine) return null;
  return (
    <p class="phone-line">
      <span class="muted">{t('desk.phone')}</span>
      {mine.kind === 'browser'
        ? <Chip tone={registration.value === 'ready' ? 'ok' : registration.value === 'connecting' ? 'warn' : 'bad'}>
            {t(registration.value === 'ready' ? 'phone.state.ready' : registration.value === 'connecting' ? 'phone.state.connecting' : 'phone.state.off')}
          </Chip>
        : <span>{t(`phone.kind.${mine.kind}`)} <span class="num">{mine.number ?? ''}</span></span>}
    </p>
  );
}

function Todo(): JSX.Element {
  const todo = useLoad(async (signal) => (await api.consultations(unfinishedFilter(), null, 20, signal)).items, []);
  useNotices(['consultation', 'call'], todo.reload);
  return (
    <section aria-labelledby="todo">
      <h2 id="todo">{t('today.unfinished')}</h2>
      <Part load={todo} skeleton={<Skeleton kind="row" rows={2} />}>
        {(data) => (data.length ? <Records items={data} plain /> : <Empty icon="check" title={t('today.unfinished.empty')} />)}
      </Part>
    </section>
  );
}

function Duties(): JSX.Element {
  const today = dayOf(second.value, zone.value);
  const roster = useLoad((signal) => api.roster(today, plusDays(today, dutyDays), signal), [today]);
  useNotices(['roster'], roster.reload);
  return (
    <section aria-labelledby="duties">
      <h2 id="duties">{t('desk.duties')}</h2>
      <Part load={roster}>
        {(data) => {
          const mine = data.duties.filter((one) => one.lawyer.id === account.value?.username).sort((a, b) => a.from.localeCompare(b.from));
          return mine.length ? <DutyList duties={mine} /> : <Empty icon="roster" title={t('desk.duties.empty')} />;
        }}
      </Part>
    </section>
  );
}

function DutyList({ duties }: { duties: readonly RosterDuty[] }): JSX.Element {
  const today = dayOf(now(), zone.value);
  return (
    <ul class="rows">
      {duties.map((one) => (
        <li key={one.id} class="row">
          <span class="row-main">{longDay(one.from, zone.value, locale.value)}</span>
          {one.date === today && <Chip tone="accent">{t('time.today')}</Chip>}
          <span class="muted">{one.standby ? t('today.standby') : t('today.seat', { n: one.seat })}</span>
          <span class="num">{clock(one.from, zone.value)}–{clock(one.until, zone.value)}</span>
        </li>
      ))}
    </ul>
  );
}
