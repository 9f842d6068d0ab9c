import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, Refused } from '../api/client';
import type { Leave, Roster, RosterDuty, Swap } from '../api/types';
import { locale, t, type MessageKey } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { offers } from '../state/offers';
import { account, now, zone } from '../state/session';
import { second } from '../state/tick';
import { clock, dayOf, longDay, plusDays, shortDay } from '../time';
import { Button, Chip, Dialog, Empty, Field, Part, say, Skeleton, words, type Tone } from '../ui/kit';

/** How far ahead the desk lists my duties. */
const dutyDays = 60;
const leaveKinds: readonly Leave['kind'][] = ['ANNUAL', 'SICK', 'OFFICIAL', 'OTHER'];
const tones: Record<Swap['state'], Tone> = { ASKED: 'warn', ACCEPTED: 'info', APPROVED: 'ok', REFUSED: 'bad', WITHDRAWN: 'neutral' };

const mine = (one: RosterDuty): boolean => one.lawyer.id === account.value?.username;
const day = (one: RosterDuty): string => longDay(one.from, zone.value, locale.value);
const short = (date: string): string => shortDay(`${date}T12:00:00Z`, 'UTC', locale.value, now());

/** My duties, what I ask of colleagues and what they ask of me, my leave. */
export function MyRoster(): JSX.Element {
  const today = dayOf(second.value, zone.value);
  const until = plusDays(today, dutyDays);
  const roster = useLoad((signal) => api.roster(today, until, signal), [today]);
  const swaps = useLoad(async (signal) => (offers('get /swaps') ? (await api.swaps(today, until, signal)).items : []), [today, offers('get /swaps')]);
  const leaves = useLoad(async (signal) => (offers('get /leaves') && account.value ? (await api.leaves(today, until, account.value.username, signal)).items : []), [today, offers('get /leaves')]);
  const [giving, setGiving] = useState<RosterDuty | null>(null);
  const [leaving, setLeaving] = useState(false);
  const [feeding, setFeeding] = useState(false);
  const all = (): void => {
    roster.reload();
    swaps.reload();
    leaves.reload();
  };
  useNotices(['roster'], all);
  const step = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (failure) {
      if (failure instanceof Refused) say(why(failure), 'bad');
    }
    all();
  };
  const open = (swaps.data ?? []).filter((one) => one.state === 'ASKED' || one.state === 'ACCEPTED' || one.may.length > 0);
  return (
    <section aria-labelledby="duties">
      <div class="section-head">
        <h2 id="duties">{t('desk.duties')}</h2>
        <span class="page-actions">
          {offers('post /me/calendar-feed') && <Button small icon="roster" onClick={() => setFeeding(true)}>{t('feed.open')}</Button>}
          {offers('post /leaves') && <Button small icon="plus" onClick={() => setLeaving(true)}>{t('myleave.ask')}</Button>}
        </span>
      </div>
      {open.length > 0 && (
        <ul class="rows" aria-label={t('myswap.title')}>
          {open.map((one) => <SwapRow key={one.id} swap={one} step={(what) => void step(api.swapStep(one.id, what))} />)}
        </ul>
      )}
      <Part load={roster} skeleton={<Skeleton kind="row" rows={3} />}>
        {(data) => {
          const list = data.duties.filter(mine).sort((a, b) => a.from.localeCompare(b.from));
          return list.length === 0 ? <Empty line icon="roster" title={t('desk.duties.empty')} /> : (
            <ul class="rows">
              {list.map((one) => (
                <li key={one.id} class="row">
                  <span class="row-main">{day(one)}<small class="num">{one.standby ? t('today.standby') : t('today.seat', { n: one.seat })} · {clock(one.from, zone.value)}–{clock(one.until, zone.value)}</small></span>
                  {one.date === today
                    ? <Chip tone="accent">{t('time.today')}</Chip>
                    : offers('post /swaps') && !open.some((swap) => swap.duty?.id === one.id) && <Button small icon="swap" onClick={() => setGiving(one)}>{t('myswap.ask')}</Button>}
                </li>
              ))}
            </ul>
          );
        }}
      </Part>
      {(leaves.data?.length ?? 0) > 0 && (
        <ul class="rows" aria-label={t('myleave.title')}>
          {leaves.data?.map((one) => (
            <li key={one.id} class="row">
              <span class="row-main">{t(`myleave.${one.kind}`)} {short(one.from)}{one.to !== one.from && `–${short(one.to)}`}<small>{one.remark || one.reason}</small></span>
              <Chip tone={tones[one.state]}>{t(`myleave.state.${one.state}`)}</Chip>
              {one.may.includes('withdraw') && <Button small onClick={() => void step(api.leaveStep(one.id, 'withdraw'))}>{t('myswap.withdraw')}</Button>}
            </li>
          ))}
        </ul>
      )}
      {giving && roster.data && <AskSwap duty={giving} roster={roster.data} close={() => setGiving(null)} done={all} />}
      {feeding && <Feed close={() => setFeeding(false)} />}
      {leaving && <AskLeave close={() => setLeaving(false)} done={all} />}
    </section>
  );
}

/** Earliest sign-in before a duty. */
const earlyMinutes = 60;

/** Today's duty that I have not signed in to yet, or may sign out of. */
export function SignInToDuty(): JSX.Element | null {
  const today = dayOf(second.value, zone.value);
  const load = useLoad(async (signal) => (offers('get /attendance') ? (await api.attendance(plusDays(today, -1), today, signal)).items : []), [today, offers('get /attendance')]);
  useNotices(['roster', 'seat'], load.reload);
  const soon = second.value + earlyMinutes * 60_000;
  const one = load.data?.find((each) => Date.parse(each.duty.from) <= soon && Date.parse(each.duty.until) > second.value && each.duty.lawyer.id === account.value?.username);
  if (!one || one.duty.standby) return null;
  const step = async (what: 'sign-in' | 'sign-out'): Promise<void> => {
    try {
      await api.attend(one.duty.id, what);
    } catch (failure) {
      if (failure instanceof Refused) say(why(failure), 'bad');
    }
    load.reload();
  };
  const there = one.state === 'PRESENT' || (one.state === 'EXPECTED' && one.signedInAt !== null);
  return (
    <div class={`attendance card${there ? '' : ' due'}`}>
      <span>{there && one.signedInAt ? t('attend.in', { time: clock(one.signedInAt, zone.value) }) : t('attend.due', { time: clock(one.duty.from, zone.value) })}</span>
      {there
        ? <Button small onClick={() => void step('sign-out')}>{t('attend.signout')}</Button>
        : <Button kind="primary" onClick={() => void step('sign-in')}>{t('attend.signin')}</Button>}
    </div>
  );
}

/** The secret address under which a calendar program finds my duties. It is shown once, when it is made. */
function Feed({ close }: { close: () => void }): JSX.Element {
  const load = useLoad((signal) => api.calendarFeed(signal), []);
  const [made, setMade] = useState<string | null>(null);
  const step = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (failure) {
      if (failure instanceof Refused) say(words(failure), 'bad');
    }
    load.reload();
  };
  return (
    <Dialog title={t('feed.title')} onClose={close} actions={<Button onClick={close}>{t('action.close')}</Button>}>
      <p>{t('feed.text')}</p>
      {made ? (
        <Field label={t('feed.address')} hint={t('feed.once')}>
          {(id, hint) => <input id={id} aria-describedby={hint} readOnly value={made} onFocus={(event) => event.currentTarget.select()} />}
        </Field>
      ) : (
        <Part load={load}>{(data) => <p class="muted">{data.since ? t('feed.since', { day: short(data.since) }) : t('feed.none')}</p>}</Part>
      )}
      <div class="page-actions">
        <Button kind="primary" onClick={() => void step(api.newCalendarFeed().then((feed) => setMade(location.origin + feed.path)))}>{t(load.data?.since ? 'feed.renew' : 'feed.make')}</Button>
        {load.data?.since && <Button kind="danger" onClick={() => void step(api.closeCalendarFeed().then(() => setMade(null)))}>{t('feed.close')}</Button>}
      </div>
    </Dialog>
  );
}

/** The rule that was broken, in the reader's language: details come as Chinese / English. */
function why(failure: Refused): string {
  const errors = failure.problem['errors'] as { detail?: string }[] | undefined;
  const detail = errors?.[0]?.detail ?? failure.detail;
  const halves = detail.split(' / ');
  return halves.length === 2 ? (halves[locale.value === 'zh-CN' ? 0 : 1] ?? detail) : detail || words(failure);
}

function SwapRow({ swap, step }: { swap: Swap; step: (what: string) => void }): JSX.Element {
  const asksMe = swap.colleague.id === account.value?.username;
  const duty = swap.duty ? `${short(swap.duty.date)}` : short(swap.date);
  const text = asksMe
    ? t(swap.giveAway ? 'myswap.asksme.give' : 'myswap.asksme', { who: swap.lawyer.name, day: duty, other: swap.otherDuty ? short(swap.otherDuty.date) : '' })
    : t(swap.giveAway ? 'myswap.iask.give' : 'myswap.iask', { who: swap.colleague.name, day: duty, other: swap.otherDuty ? short(swap.otherDuty.date) : '' });
  return (
    <li class="row swap">
      <span class="row-main">{text}<small>{swap.reason}</small></span>
      <Chip tone={tones[swap.state]}>{t(`myswap.state.${swap.state}`)}</Chip>
      {swap.may.filter((one) => one !== 'approve').map((one) => (
        <Button key={one} small kind={one === 'accept' ? 'primary' : 'plain'} onClick={() => step(one)}>{t(`myswap.${one}` as MessageKey)}</Button>
      ))}
    </li>
  );
}

function AskSwap({ duty, roster, close, done }: { duty: RosterDuty; roster: Roster; close: () => void; done: () => void }): JSX.Element {
  const [colleague, setColleague] = useState('');
  const [other, setOther] = useState('');
  const [reason, setReason] = useState('');
  const names = new Map(roster.duties.filter((one) => !mine(one)).map((one) => [one.lawyer.id, one.lawyer.name]));
  const theirs = roster.duties.filter((one) => one.lawyer.id === colleague && one.standby === duty.standby && one.date !== duty.date && Date.parse(one.from) > now());
  const ask = async (): Promise<void> => {
    try {
      await api.askSwap({ duty: duty.id, colleague, otherDuty: other || null, reason: reason.trim() });
      say(t('myswap.asked', { who: names.get(colleague) ?? '' }), 'ok');
      done();
      close();
    } catch (failure) {
      if (failure instanceof Refused) say(why(failure), 'bad');
    }
  };
  return (
    <Dialog
      title={t('myswap.title.of', { day: day(duty) })}
      onClose={close}
      actions={<><Button onClick={close}>{t('action.cancel')}</Button><Button kind="primary" disabled={!colleague} onClick={() => void ask()}>{t('myswap.send')}</Button></>}
    >
      <Field label={t('myswap.colleague')}>
        {(id) => (
          <select id={id} autofocus value={colleague} onChange={(event) => {
            setColleague(event.currentTarget.value);
            setOther('');
          }}>
            <option value="">{t('record.choose')}</option>
            {[...names].sort((a, b) => a[1].localeCompare(b[1], 'zh-Hans-CN')).map(([id_, name]) => <option key={id_} value={id_}>{name}</option>)}
          </select>
        )}
      </Field>
      <Field label={t('myswap.inreturn')}>
        {(id) => (
          <select id={id} disabled={!colleague} value={other} onChange={(event) => setOther(event.currentTarget.value)}>
            <option value="">{t('myswap.nothing')}</option>
            {theirs.map((one) => <option key={one.id} value={one.id}>{day(one)}</option>)}
          </select>
        )}
      </Field>
      <Field label={t('myswap.reason')}>{(id) => <input id={id} maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}</Field>
    </Dialog>
  );
}

function AskLeave({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const tomorrow = plusDays(dayOf(now(), zone.value), 1);
  const [from, setFrom] = useState(tomorrow);
  const [to, setTo] = useState(tomorrow);
  const [kind, setKind] = useState<Leave['kind']>('ANNUAL');
  const [reason, setReason] = useState('');
  const ask = async (): Promise<void> => {
    try {
      await api.askLeave({ from, to, kind, reason: reason.trim() });
      say(t('myleave.asked'), 'ok');
      done();
      close();
    } catch (failure) {
      if (failure instanceof Refused) say(why(failure), 'bad');
    }
  };
  return (
    <Dialog
      title={t('myleave.ask')}
      onClose={close}
      actions={<><Button onClick={close}>{t('action.cancel')}</Button><Button kind="primary" disabled={!from || !to || to < from} onClick={() => void ask()}>{t('myleave.send')}</Button></>}
    >
      <div class="form-grid">
        <Field label={t('log.from')}>{(id) => <input id={id} type="date" value={from} onInput={(event) => {
          setFrom(event.currentTarget.value);
          if (event.currentTarget.value > to) setTo(event.currentTarget.value);
        }} />}</Field>
        <Field label={t('log.to')}>{(id) => <input id={id} type="date" min={from} value={to} onInput={(event) => setTo(event.currentTarget.value)} />}</Field>
      </div>
      <Field label={t('myleave.kind')}>
        {(id) => (
          <select id={id} value={kind} onChange={(event) => setKind(event.currentTarget.value as Leave['kind'])}>
            {leaveKinds.map((one) => <option key={one} value={one}>{t(`myleave.${one}`)}</option>)}
          </select>
        )}
      </Field>
      <Field label={t('myswap.reason')}>{(id) => <input id={id} maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}</Field>
    </Dialog>
  );
}
