import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { figures, room, type Figure, type Wallboard, type WallLimit } from '../api/office';
import type { Duty, LiveCall, SeatState } from '../api/types';
import { locale, t, type MessageKey } from '../i18n';
import { useDuty } from '../state/duty';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { useLiveCalls } from '../state/my-call';
import { offers } from '../state/offers';
import { has, zone } from '../state/session';
import { second } from '../state/tick';
import { clock, longDay, span } from '../time';
import { ClosureBar } from '../ui/closure';
import { Supervise } from '../ui/supervise';
import { CallChip, CallerName, SeatChip, Since } from '../ui/domain';
import { Button, Dialog, Field, IconButton, Part } from '../ui/kit';
import { attempt } from '../ui/office';
import { testRing } from '../phone/ring';

/** The figures of a day change with the clock too; they are read anew at least so often, in milliseconds. */
const dayMillis = 30_000;
/** Between two rings while something is red, in milliseconds. */
const ringMillis = 8000;

export type Mark = '' | 'warn' | 'bad';

/** Which colour a value has earned. Without a value there is nothing to be alarmed about. */
export function judge(value: number | null, limit: WallLimit | undefined): Mark {
  if (value === null || !limit) return '';
  if (limit.low) return value <= limit.red ? 'bad' : value < limit.amber ? 'warn' : '';
  return value >= limit.red ? 'bad' : value >= limit.amber ? 'warn' : '';
}

/** What each figure stands at; null where nothing can be said. Waiting runs on with the clock. */
export function valuesOf(board: Wallboard | undefined, nowMillis: number): Record<Figure, number | null> {
  if (!board) return { WAITING: null, LONGEST_WAIT: null, READY: null, ANSWER_RATE: null, QUICK_RATE: null, ABANDONED: null, CALLBACKS_DUE: null };
  const { calls, seats, day } = board;
  return {
    WAITING: calls.waiting,
    LONGEST_WAIT: calls.waitingSince ? Math.max(0, (nowMillis - Date.parse(calls.waitingSince)) / 1000) : null,
    READY: board.open && !board.closure.closed ? seats.ready : null,
    ANSWER_RATE: day.offered ? (100 * day.answered) / day.offered : null,
    QUICK_RATE: day.answered ? (100 * day.quick) / day.answered : null,
    ABANDONED: day.abandoned,
    CALLBACKS_DUE: board.callbacksDue,
  };
}

const names: Record<Figure, MessageKey> = {
  WAITING: 'wall.waiting', LONGEST_WAIT: 'wall.longest', READY: 'wall.ready', ANSWER_RATE: 'wall.rate', QUICK_RATE: 'wall.quick.n',
  ABANDONED: 'wall.abandoned', CALLBACKS_DUE: 'wall.callbacks',
};
const units: Record<Figure, MessageKey> = {
  WAITING: 'wall.unit.calls', LONGEST_WAIT: 'wall.unit.seconds', READY: 'wall.unit.people', ANSWER_RATE: 'wall.unit.percent',
  QUICK_RATE: 'wall.unit.percent', ABANDONED: 'wall.unit.calls', CALLBACKS_DUE: 'wall.unit.calls',
};

function shown(one: Figure, value: number | null): string {
  if (value === null) return t('unit.none');
  return one === 'LONGEST_WAIT' ? span(value) : one === 'ANSWER_RATE' || one === 'QUICK_RATE' ? `${value.toFixed(1)}%` : String(value);
}

const waits = (one: LiveCall): boolean => one.state === 'WAITING' || one.state === 'RINGING';
const away: readonly SeatState[] = ['ABSENT', 'UNREACHABLE', 'UNKNOWN'];

/**
 * The wallboard's figures, live. What goes on now is counted from the calls and seats that the service pushes, so that the figures
 * change with the lists beside them; what a day brought is read when a call is over.
 */
export function useWallboard(duty: Duty | undefined, calls: readonly LiveCall[] | undefined): ReturnType<typeof useLoad<Wallboard>> {
  const board = useLoad((signal) => room.wallboard(signal), []);
  useNotices(['roster', 'line', 'consultation', 'callback'], board.reload);
  useEffect(() => {
    const timer = setInterval(board.reload, dayMillis);
    return () => clearInterval(timer);
  }, []);
  const data = useMemo(() => board.data && counted(board.data, duty, calls), [board.data, duty, calls]);
  return { ...board, data };
}

function counted(board: Wallboard, duty: Duty | undefined, calls: readonly LiveCall[] | undefined): Wallboard {
  const seats = duty?.seats.map((one) => one.state);
  return {
    ...board,
    ...(seats && {
      seats: {
        rostered: seats.length,
        signedIn: seats.filter((one) => !away.includes(one)).length,
        ready: seats.filter((one) => one === 'READY').length,
        talking: seats.filter((one) => one === 'TALKING').length,
      },
    }),
    ...(calls && {
      calls: {
        waiting: calls.filter(waits).length,
        talking: calls.filter((one) => one.state === 'TALKING').length,
        waitingSince: calls.filter(waits).map((one) => one.since).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
      },
    }),
  };
}

export function Figures({ board, which = figures }: { board: Wallboard | undefined; which?: readonly Figure[] }): JSX.Element {
  const values = valuesOf(board, second.value);
  const limits = new Map(board?.limits.map((one) => [one.figure, one]));
  return (
    <dl class="wall-numbers">
      {which.filter((one) => one !== 'CALLBACKS_DUE' || board?.callbacksDue !== null).map((one) => (
        <div key={one} class={`card ${judge(values[one], limits.get(one))}`} data-figure={one}>
          <dt>{t(names[one], { n: board?.day.quickSeconds ?? 15 })}</dt>
          <dd>{shown(one, values[one])}</dd>
        </div>
      ))}
      <div class="card" data-figure="SIGNED_IN">
        <dt>{t('wall.signedin')}</dt>
        <dd>{board ? `${board.seats.signedIn}/${board.seats.rostered}` : t('unit.none')}</dd>
      </div>
    </dl>
  );
}

/** For the wall of the duty room: large, live, and loud only when something is wrong. */
export function Wall(): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [setting, setSetting] = useState(false);
  const [sound, setSound] = useState(() => localStorage.getItem('hotline.wall.sound') === 'on');
  const duty = useDuty();
  const calls = useLiveCalls();
  const board = useWallboard(duty.data, calls.data);

  const values = valuesOf(board.data, second.value);
  const alarm = board.data?.open === true
    && board.data.limits.some((one) => (one.figure === 'WAITING' || one.figure === 'LONGEST_WAIT' || one.figure === 'READY') && judge(values[one.figure], one) === 'bad');
  useEffect(() => {
    if (!alarm || !sound) return undefined;
    testRing();
    const timer = setInterval(testRing, ringMillis);
    return () => clearInterval(timer);
  }, [alarm, sound]);

  return (
    <div class="page wall" ref={box}>
      <header class="page-head">
        <div>
          <h1>{longDay(second.value, zone.value, locale.value)} <span class="num wall-now">{clock(second.value, zone.value)}</span></h1>
        </div>
        <div class="page-actions">
          <Button small aria-pressed={sound} onClick={() => {
            localStorage.setItem('hotline.wall.sound', sound ? 'off' : 'on');
            setSound(!sound);
          }}>{t(sound ? 'wall.sound.on' : 'wall.sound.off')}</Button>
          <IconButton icon="admin" label={t('wall.limits')} onClick={() => setSetting(true)} />
          <IconButton icon="expand" label={t('wall.full')} onClick={() => void (document.fullscreenElement ? document.exitFullscreen() : box.current?.requestFullscreen())} />
        </div>
      </header>
      <ClosureBar closure={board.data?.closure} may={has('coordinator', 'administrator')} changed={board.reload} />
      <Part load={board}>{(data) => <Figures board={data} />}</Part>
      <div class="columns">
        <section aria-labelledby="wall-seats">
          <h2 id="wall-seats">{t('today.seats')}</h2>
          <Part load={duty}>{(data) => (
            <ul class="rows wall-rows">
              {data.seats.map((one) => (
                <li key={one.seat} class="row">
                  <span class="row-main"><b>{one.lawyer.name}</b></span>
                  <SeatChip state={one.state} />
                  {one.state === 'TALKING' && has('coordinator') && offers('post /supervisions') && <Supervise lawyer={one.lawyer} />}
                  <span class="row-time">{one.since ? <Since at={one.since} /> : null}</span>
                </li>
              ))}
              {data.seats.length === 0 && <li class="row muted">{t('today.seats.empty.title')}</li>}
            </ul>
          )}</Part>
        </section>
        <section aria-labelledby="wall-calls">
          <h2 id="wall-calls">{t('today.calls')}</h2>
          <Part load={calls}>{(data) => (
            <ul class="rows wall-rows">
              {data.map((one) => (
                <li key={one.id} class="row">
                  <span class="row-main"><CallerName caller={one.caller} /></span>
                  <span class="row-who">{one.lawyerName ?? ''}</span>
                  <CallChip state={one.state} />
                  <span class="row-time"><Since at={one.since} /></span>
                </li>
              ))}
              {data.length === 0 && <li class="row muted">{t('today.calls.empty.title')}</li>}
            </ul>
          )}</Part>
        </section>
      </div>
      {setting && board.data && <Limits limits={board.data.limits} close={() => setSetting(false)} saved={() => {
        setSetting(false);
        board.reload();
      }} />}
    </div>
  );
}

function Limits({ limits, close, saved }: { limits: readonly WallLimit[]; close: () => void; saved: () => void }): JSX.Element {
  const [next, setNext] = useState(limits);
  const set = (figure: Figure, part: 'amber' | 'red', value: string): void =>
    setNext(next.map((one) => (one.figure === figure ? { ...one, [part]: Number(value) } : one)));
  const save = async (): Promise<void> => {
    if (await attempt(() => room.setLimits([...next]), t('wall.limits.saved'))) saved();
  };
  return (
    <Dialog
      title={t('wall.limits')}
      wide
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" onClick={() => void save()}>{t('action.save')}</Button>
        </>
      }
    >
      <p class="muted">{t('wall.limits.text')}</p>
      <div class="limits">
        {next.map((one) => (
          <fieldset key={one.figure}>
            <legend>{t(names[one.figure], { n: 15 })} <span class="muted">{t(units[one.figure])}</span></legend>
            <div class="form-grid">
              {(['amber', 'red'] as const).map((part) => (
                <Field key={part} label={t(part === 'amber' ? 'wall.limits.warn' : 'wall.limits.bad')}>
                  {(id) => <input id={id} name={`${one.figure}-${part}`} type="number" min={0} step="any" value={one[part]} onInput={(event) => set(one.figure, part, event.currentTarget.value)} />}
                </Field>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}
