import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Consultation, Duty, LiveCall } from '../api/types';
import { locale, t, type MessageKey } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { now, zone } from '../state/session';
import { second } from '../state/tick';
import { clock, longDay, span } from '../time';
import { CallChip, CallerName, SeatChip, Since } from '../ui/domain';
import { Button, Dialog, Field, IconButton, Part } from '../ui/kit';
import { testRing } from '../phone/ring';

/** At most so many calls are looked at for the last 24 hours; a city has fewer than a hundred a day. */
const maxCalls = 1000;
const dayMillis = 86_400_000;
/** Answered within so many seconds counts as quick (a published target of the field). */
const quickSeconds = 15;

/** From where a number turns amber, and from where red. `low`: the fewer the worse. */
interface Threshold {
  warn: number;
  bad: number;
  low?: boolean;
}
type Measure = 'waiting' | 'longest' | 'ready' | 'rate' | 'quick' | 'abandoned';
type Thresholds = Record<Measure, Threshold>;
const usual: Thresholds = {
  waiting: { warn: 1, bad: 3 },
  longest: { warn: 15, bad: 60 },
  ready: { warn: 1, bad: 0, low: true },
  rate: { warn: 97, bad: 95, low: true },
  quick: { warn: 90, bad: 80, low: true },
  abandoned: { warn: 3, bad: 8 },
};
const measures = Object.keys(usual) as Measure[];

function kept(): Thresholds {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem('hotline.wall') ?? '{}') as Partial<Thresholds>) };
  } catch {
    return usual;
  }
}

function judge(value: number | null, limit: Threshold): '' | 'warn' | 'bad' {
  if (value === null) return '';
  if (limit.low) return value <= limit.bad && limit.bad !== limit.warn ? 'bad' : value < limit.warn || value === limit.bad ? 'warn' : '';
  return value >= limit.bad ? 'bad' : value >= limit.warn ? 'warn' : '';
}

export interface Day {
  offered: number;
  answered: number;
  quick: number;
  abandoned: number;
}

/** The last 24 hours in four numbers. Calls outside service hours were never offered to a lawyer. */
export function dayOfCalls(calls: readonly Consultation[]): Day {
  const offered = calls.filter((one) => one.channel === 'PHONE' && one.endedAt !== null
    && one.outcome !== 'CLOSED_HOURS' && one.outcome !== 'CLOSED_HOLIDAY');
  const answered = offered.filter((one) => one.outcome === 'ANSWERED');
  return {
    offered: offered.length,
    answered: answered.length,
    quick: answered.filter((one) => (one.waitSeconds ?? 0) <= quickSeconds).length,
    abandoned: offered.filter((one) => one.outcome === 'ABANDONED').length,
  };
}

async function lastDay(signal: AbortSignal): Promise<Day> {
  const from = new Date(now() - dayMillis).toISOString();
  const found: Consultation[] = [];
  let page: string | null = null;
  do {
    const answer: { items: Consultation[]; next: string | null } = await api.consultations({ from, channel: 'PHONE' }, page, 200, signal);
    found.push(...answer.items);
    page = answer.next;
  } while (page !== null && found.length < maxCalls);
  return dayOfCalls(found);
}

/** For the wall of the duty room: large, live, and loud only when something is wrong. */
export function Wall(): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [limits, setLimits] = useState(kept);
  const [setting, setSetting] = useState(false);
  const [sound, setSound] = useState(() => localStorage.getItem('hotline.wall.sound') === 'on');
  const duty = useLoad((signal) => api.duty(signal), []);
  const calls = useLoad(async (signal) => (await api.liveCalls(signal)).items, []);
  const day = useLoad(lastDay, []);
  useNotices(['seat', 'roster', 'line', 'call'], duty.reload);
  useNotices(['call'], calls.reload);
  useNotices(['consultation'], day.reload);

  const values = measure(duty.data, calls.data, day.data);
  const marks = Object.fromEntries(measures.map((one) => [one, judge(values[one], limits[one])])) as Record<Measure, '' | 'warn' | 'bad'>;
  const alarm = duty.data?.open === true && (marks.waiting === 'bad' || marks.longest === 'bad');
  useEffect(() => {
    if (!alarm || !sound) return undefined;
    testRing();
    const timer = setInterval(testRing, 8000);
    return () => clearInterval(timer);
  }, [alarm, sound]);

  const show = (one: Measure): string => {
    const value = values[one];
    if (value === null) return t('unit.none');
    return one === 'longest' ? span(value) : one === 'rate' || one === 'quick' ? `${value.toFixed(1)}%` : String(value);
  };
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
      <dl class="wall-numbers">
        {measures.map((one) => (
          <div key={one} class={`card ${one === 'ready' && !duty.data?.open ? '' : marks[one]}`}>
            <dt>{t(`wall.${one}`)}</dt>
            <dd>{show(one)}</dd>
          </div>
        ))}
      </dl>
      <div class="columns">
        <section aria-labelledby="wall-seats">
          <h2 id="wall-seats">{t('today.seats')}</h2>
          <Part load={duty}>{(data) => (
            <ul class="rows wall-rows">
              {data.seats.map((one) => (
                <li key={one.seat} class="row">
                  <span class="row-main"><b>{one.lawyer.name}</b></span>
                  <SeatChip state={one.state} />
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
      {setting && <Limits limits={limits} close={() => setSetting(false)} save={(next) => {
        localStorage.setItem('hotline.wall', JSON.stringify(next));
        setLimits(next);
        setSetting(false);
      }} />}
    </div>
  );
}

function measure(duty: Duty | undefined, calls: readonly LiveCall[] | undefined, day: Day | undefined): Record<Measure, number | null> {
  const waiting = calls?.filter((one) => one.state === 'WAITING' || one.state === 'RINGING');
  const longest = waiting?.length ? (second.value - Math.min(...waiting.map((one) => Date.parse(one.startedAt)))) / 1000 : null;
  return {
    waiting: waiting?.length ?? null,
    longest,
    ready: duty ? duty.seats.filter((one) => one.state === 'READY').length : null,
    rate: day?.offered ? (100 * day.answered) / day.offered : null,
    quick: day?.answered ? (100 * day.quick) / day.answered : null,
    abandoned: day?.abandoned ?? null,
  };
}

const unit: Record<Measure, MessageKey> = {
  waiting: 'wall.unit.calls', longest: 'wall.unit.seconds', ready: 'wall.unit.people', rate: 'wall.unit.percent', quick: 'wall.unit.percent', abandoned: 'wall.unit.calls',
};

function Limits({ limits, close, save }: { limits: Thresholds; close: () => void; save: (next: Thresholds) => void }): JSX.Element {
  const [next, setNext] = useState(limits);
  const set = (one: Measure, part: 'warn' | 'bad', value: string): void =>
    setNext({ ...next, [one]: { ...next[one], [part]: Number(value) } });
  return (
    <Dialog
      title={t('wall.limits')}
      onClose={close}
      actions={
        <>
          <Button onClick={() => setNext(usual)}>{t('wall.limits.usual')}</Button>
          <Button kind="primary" onClick={() => save(next)}>{t('action.save')}</Button>
        </>
      }
    >
      {measures.map((one) => (
        <div key={one} class="form-grid">
          <Field label={`${t(`wall.${one}`)} · ${t('wall.limits.warn')}`} hint={t(unit[one])}>
            {(id, hint) => <input id={id} aria-describedby={hint} type="number" min={0} value={next[one].warn} onInput={(event) => set(one, 'warn', event.currentTarget.value)} />}
          </Field>
          <Field label={`${t(`wall.${one}`)} · ${t('wall.limits.bad')}`} hint={t(unit[one])}>
            {(id, hint) => <input id={id} aria-describedby={hint} type="number" min={0} value={next[one].bad} onInput={(event) => set(one, 'bad', event.currentTarget.value)} />}
          </Field>
        </div>
      ))}
    </Dialog>
  );
}
