import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, Refused } from '../api/client';
import type { OwnState, PhoneKind, SeatState } from '../api/types';
import { t } from '../i18n';
import { Devices } from '../phone/devices';
import { choosePhone, myPhone, registration, talks } from '../phone/phone';
import { useDuty } from '../state/duty';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { myCall } from '../state/my-call';
import { offers } from '../state/offers';
import { account, zone } from '../state/session';
import { clock } from '../time';
import { SeatChip, Since } from '../ui/domain';
import { Button, Chip, Dialog, Empty, Field, Part, say, Skeleton, words, type Tone } from '../ui/kit';
import { Help } from './help';
import { Callbacks } from './my-callbacks';
import { MyRoster, SignInToDuty } from './my-roster';
import { RecordView } from './record';
import { Records, unfinishedFilter } from './today';

const ownStates: readonly OwnState[] = ['READY', 'BREAK', 'VISITOR', 'MEETING', 'WRAP_UP'];
const lastKey = 'hotline.desk.record';

/** A lawyer's own page: the call that is up with its record; between calls what waits for him. */
export function Desk(): JSX.Element {
  const call = myCall.value;
  // The record of the call that is over stays until it is put away, over a refresh too.
  const [last, setLast] = useState<string | null>(sessionStorage.getItem(lastKey));
  const keep = (id: string | null): void => {
    setLast(id);
    if (id) sessionStorage.setItem(lastKey, id);
    else sessionStorage.removeItem(lastKey);
  };
  useEffect(() => {
    if (call?.consultation) keep(call.consultation);
  }, [call?.consultation]);
  const open = call?.consultation ?? last;
  return (
    <div class={`desk${open ? ' with-record' : ''}`}>
      {open && (
        <div class="desk-record">
          <RecordView key={open} id={open} {...(call ? {} : { back: () => keep(null) })} />
        </div>
      )}
      <div class="page desk-side">
        <h1 class={open ? 'visually-hidden' : ''}>{t('nav.desk')}</h1>
        <SignInToDuty />
        <Status />
        {open && offers('get /snippets') && <Help />}
        {offers('get /callbacks') && <Callbacks />}
        <Todo />
        {!open && <MyRoster />}
        {!open && offers('get /snippets') && <Help />}
        <Phone />
      </div>
    </div>
  );
}

function Status(): JSX.Element {
  const duty = useDuty();
  const own = useLoad(async (signal) => (offers('get /me/status') ? api.myStatus(signal) : null), [offers('get /me/status')]);
  const [warned, setWarned] = useState<OwnState | null>(null);
  useNotices(['seat', 'roster', 'call', 'line'], own.reload);
  const mine = duty.data?.seats.find((one) => one.lawyer.id === account.value?.username);
  const standby = duty.data?.standby.some((one) => one.id === account.value?.username);
  const choose = async (state: OwnState, anyway = false): Promise<void> => {
    setWarned(null);
    try {
      await api.setStatus(state, anyway);
      duty.reload();
      own.reload();
    } catch (failure) {
      if (!(failure instanceof Refused)) return;
      if (failure.problem['type'] === '/problems/nobody-left') setWarned(state);
      else say(words(failure), 'bad');
    }
  };
  const now = own.data?.status ?? 'READY';
  return (
    <section aria-labelledby="status">
      <h2 id="status">{t('desk.status')}</h2>
      <Part load={duty} skeleton={<Skeleton rows={1} kind="row" />}>
        {() => (mine || standby ? (
          <div class="status card">
            <p class="status-now">
              {mine ? <SeatChip state={mine.state} /> : <Chip>{t('today.standby')}</Chip>}
              {mine?.since && <Since at={mine.since} />}
              {mine?.until && <span class="muted num status-until">{t('today.until', { time: clock(mine.until, zone.value) })}</span>}
            </p>
            {own.data && (
              <div class="segments" role="group" aria-label={t('desk.status')}>
                {ownStates.map((one) => (
                  <button key={one} type="button" data-state={one} aria-pressed={now === one} onClick={() => void choose(one)}>{t(`seat.${one}`)}</button>
                ))}
              </div>
            )}
            {own.data?.status === 'WRAP_UP' && own.data.until && <p class="muted">{t('desk.wrapup', { time: clock(own.data.until, zone.value) })}</p>}
            {mine && stranded(mine.state) && <p class="bad">{t(mine.state === 'ABSENT' ? 'desk.absent' : 'desk.unreachable')}</p>}
          </div>
        ) : <p class="muted">{t('desk.offduty')}</p>)}
      </Part>
      {warned && (
        <Dialog
          title={t('desk.nobody.title')}
          onClose={() => setWarned(null)}
          actions={
            <>
              <Button autofocus onClick={() => setWarned(null)}>{t('desk.nobody.stay')}</Button>
              <Button kind="danger" onClick={() => void choose(warned, true)}>{t('desk.nobody.go', { state: t(`seat.${warned}`) })}</Button>
            </>
          }
        >
          <p>{t('desk.nobody.text')}</p>
        </Dialog>
      )}
    </section>
  );
}

const stranded = (state: SeatState): boolean => state === 'UNREACHABLE' || state === 'ABSENT';

function Todo(): JSX.Element {
  const todo = useLoad(async (signal) => (await api.consultations(unfinishedFilter(), null, 20, signal)).items, []);
  useNotices(['consultation', 'call'], todo.reload);
  return (
    <section aria-labelledby="todo">
      <div class="section-head">
        <h2 id="todo">{t('today.unfinished')}</h2>
        <a href="/log">{t('desk.mycalls')}</a>
      </div>
      <Part load={todo} skeleton={<Skeleton kind="row" rows={2} />}>
        {(data) => (data.length ? <Records items={data} plain /> : <Empty line icon="check" title={t('today.unfinished.empty')} />)}
      </Part>
    </section>
  );
}

const standings: Record<typeof registration.value, { tone: Tone; key: `phone.state.${'ready' | 'connecting' | 'off' | 'away' | 'other'}` }> = {
  ready: { tone: 'ok', key: 'phone.state.ready' },
  connecting: { tone: 'warn', key: 'phone.state.connecting' },
  lost: { tone: 'bad', key: 'phone.state.away' },
  elsewhere: { tone: 'neutral', key: 'phone.state.other' },
  off: { tone: 'neutral', key: 'phone.state.off' },
};

/** Which telephone rings for me, and what it needs. */
function Phone(): JSX.Element | null {
  const mine = myPhone.value;
  const [shown, setShown] = useState(false);
  if (!mine) return null;
  const choose = async (kind: PhoneKind): Promise<void> => {
    try {
      await choosePhone(kind);
      say(t('desk.phone.chosen', { kind: t(`phone.kind.${kind}`) }), 'ok');
    } catch (failure) {
      if (failure instanceof Refused) say(words(failure), 'bad');
    }
  };
  const state = standings[registration.value];
  return (
    <section aria-labelledby="phone">
      <div class="section-head">
        <h2 id="phone">{t('desk.phone')}</h2>
        {mine.kind === 'browser' && <Chip tone={state.tone}>{t(state.key)}</Chip>}
      </div>
      <Field label={t('desk.phone.kind')} hint={t(`desk.phone.${mine.kind}`, { number: mine.number ?? '' })}>
        {(id, hint) => (
          <select id={id} aria-describedby={hint} name="phone" disabled={talks.value.length > 0} value={mine.kind}
            onChange={(event) => void choose(event.currentTarget.value as PhoneKind)}>
            {[...new Set([mine.kind, ...mine.kinds])].map((kind) => <option key={kind} value={kind}>{t(`phone.kind.${kind}`)}</option>)}
          </select>
        )}
      </Field>
      {mine.kind === 'sip' && mine.password && (
        <details>
          <summary>{t('desk.phone.login')}</summary>
          <dl class="facts"><div><dt>{t('signin.username')}</dt><dd>{mine.authUser}</dd></div><div><dt>{t('signin.password')}</dt><dd><code>{mine.password}</code></dd></div></dl>
        </details>
      )}
      {mine.kind === 'browser' && (
        <details onToggle={(event) => setShown(event.currentTarget.open)}>
          <summary>{t('phone.devices')}</summary>
          {shown && <Devices />}
        </details>
      )}
    </section>
  );
}
