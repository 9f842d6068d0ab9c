import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { call, Refused } from '../api/client';
import type { Consultation } from '../api/types';
import { locale, t } from '../i18n';
import { useNotices } from '../state/live';
import { useLoad } from '../state/load';
import { offers } from '../state/offers';
import { has, now, zone } from '../state/session';
import { shortDay } from '../time';
import { Icon } from '../ui/icons';
import { Button, Chip, Dialog, Field, IconButton, Part, say, sayKey, words } from '../ui/kit';

type Kind = 'CALL' | 'MESSAGE';

interface Recording {
  id: string | null;
  kind: Kind;
  state: 'WAITING' | 'SEALED' | 'LOST' | 'DELETED';
  seconds: number | null;
  short: boolean;
  keptUntil: string | null;
}
interface Hold {
  reason: string;
  by: string;
  at: string;
}
interface Recordings {
  items: Recording[];
  hold: Hold | null;
}
interface Ticket {
  audio: string;
  peaks: string;
  seconds: number;
}

const longestReason = 500;
const speeds = [0.75, 1, 1.25, 1.5, 2] as const;
const jumpSeconds = 5;

/** Recording and message of a call: heard after a reason was given; every hearing is in the audit log. */
export function RecordingPart({ of }: { of: Consultation }): JSX.Element | null {
  const may = has('lawyer', 'coordinator') && offers('get /consultations/{id}/recordings')
    && of.channel === 'PHONE' && of.endedAt !== null;
  if (!may) return null;
  return <Recorded key={of.id} of={of} />;
}

function Recorded({ of }: { of: Consultation }): JSX.Element | null {
  const path = `/consultations/${encodeURIComponent(of.id)}`;
  const load = useLoad(async (signal) => (await call<Recordings>(`${path}/recordings`, { signal })).body, [of.id]);
  useNotices(['consultation'], (notice) => {
    if (notice === 'resync' || notice.id === of.id) load.reload();
  });
  const id = useId();
  if (load.data && load.data.items.length === 0 && !load.data.hold) return null;
  return (
    <section class="recordings" aria-labelledby={id} data-test="recordings">
      <h3 id={id}>{t('recording.title')}</h3>
      <Part load={load}>
        {(data) => (
          <>
            {data.items.map((one) => <One key={one.id ?? one.kind} one={one} path={path} />)}
            <Held hold={data.hold} path={path} changed={load.reload} />
          </>
        )}
      </Part>
    </section>
  );
}

function One({ one, path }: { one: Recording; path: string }): JSX.Element {
  const [ticket, setTicket] = useState<Ticket | null>(null);
  const [asking, setAsking] = useState(false);
  const what = t(`recording.kind.${one.kind}`);
  const over = (): void => {
    setTicket(null);
    setAsking(true);
  };
  return (
    <div class="recording" data-state={one.state}>
      <p class="recording-head">
        <Icon name={one.kind === 'CALL' ? 'phone' : 'callback'} />
        <b>{what}</b>
        {one.seconds !== null && one.state === 'SEALED' && <span class="num muted">{clockText(one.seconds)}</span>}
        {one.state !== 'SEALED' && <Chip tone={one.state === 'LOST' ? 'bad' : 'neutral'}>{t(`recording.state.${one.state}`)}</Chip>}
        {one.short && <Chip tone="warn">{t('recording.short')}</Chip>}
        {one.keptUntil && <span class="muted recording-kept">{t('recording.kept', { day: shortDay(one.keptUntil, zone.value, locale.value, now()) })}</span>}
      </p>
      {one.state === 'SEALED' && !ticket && !asking && (
        <Button icon="play" small onClick={() => setAsking(true)}>{t('recording.listen')}</Button>
      )}
      {asking && !ticket && (
        <Why
          post={async (reason) => {
            const { body } = await call<Ticket>(`${path}/recordings`, { method: 'POST', body: { kind: one.kind, reason } });
            setTicket(body);
            setAsking(false);
          }}
          cancel={() => setAsking(false)}
        />
      )}
      {ticket && <Player ticket={ticket} what={what} over={over} />}
    </div>
  );
}

/** Asks why. Usual reasons are one key away; any other is written. */
function Why({ post, cancel }: { post: (reason: string) => Promise<void>; cancel: () => void }): JSX.Element {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Refused | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!reason.trim()) {
      input.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await post(reason.trim());
    } catch (thrown) {
      setFailure(thrown instanceof Refused ? thrown : new Refused(-1, 'failed', String(thrown)));
      setBusy(false);
    }
  };
  return (
    <form class="recording-why" onSubmit={(event) => void send(event)}>
      <Field label={t('recording.why')} hint={t('recording.why.hint')} needed>
        {(id, hintId) => (
          <input id={id} ref={input} name="reason" aria-describedby={hintId} required maxLength={longestReason} value={reason}
            onInput={(event) => setReason(event.currentTarget.value)} />
        )}
      </Field>
      <div class="choices" role="group" aria-label={t('recording.why.usual')}>
        {(['review', 'complaint', 'quality', 'training'] as const).map((one) => (
          <button key={one} type="button" class="text-button" onClick={() => setReason(t(`recording.why.${one}`))}>{t(`recording.why.${one}`)}</button>
        ))}
      </div>
      {failure && <p class="bad" role="alert">{failure.detail || words(failure)}</p>}
      <div class="recording-actions">
        <Button kind="primary" type="submit" small busy={busy}>{t('recording.open')}</Button>
        <Button kind="quiet" small onClick={cancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}

function Player({ ticket, what, over }: { ticket: Ticket; what: string; over: () => void }): JSX.Element {
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [peaks, setPeaks] = useState<readonly number[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    call<{ peaks: number[] }>(ticket.peaks.replace('/api/v1', ''), { signal: stop.signal })
      .then(({ body }) => setPeaks(body.peaks), () => undefined);
    return () => stop.abort();
  }, [ticket.peaks]);
  useEffect(() => {
    if (!playing) return undefined;
    let frame = requestAnimationFrame(function follow() {
      setAt(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  const toggle = (): void => {
    const sound = audio.current;
    if (!sound) return;
    if (sound.paused) void sound.play().catch(() => undefined);
    else sound.pause();
  };
  const seek = (seconds: number): void => {
    const to = Math.max(0, Math.min(ticket.seconds, seconds));
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  const keys = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -jumpSeconds, ArrowRight: jumpSeconds }[event.key];
    if (by) {
      event.preventDefault();
      seek(at + by);
    } else if (event.key === ' ') {
      event.preventDefault();
      toggle();
    }
  };
  return (
    <div class="player" role="group" aria-label={what} data-test="player" data-playing={playing}>
      <audio
        ref={audio} src={ticket.audio} preload="metadata"
        onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)} onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onError={() => {
          say(t('recording.over'), 'warn');
          over();
        }}
      />
      <IconButton icon={playing ? 'pause' : 'play'} class="player-toggle" label={t(playing ? 'recording.pause' : 'recording.play')} onClick={toggle} />
      <div class="player-wave">
        <Wave peaks={peaks} played={ticket.seconds > 0 ? at / ticket.seconds : 0} />
        <input
          type="range" min={0} max={ticket.seconds} step={0.1} value={at} aria-label={t('recording.place')}
          aria-valuetext={`${clockText(at)} / ${clockText(ticket.seconds)}`}
          onInput={(event) => seek(Number(event.currentTarget.value))} onKeyDown={keys}
        />
      </div>
      <span class="num player-time">{clockText(at)} / {clockText(ticket.seconds)}</span>
      <select
        aria-label={t('recording.speed')} value={String(speed)}
        onChange={(event) => {
          const to = Number(event.currentTarget.value);
          setSpeed(to);
          if (audio.current) audio.current.playbackRate = to;
        }}
      >
        {speeds.map((one) => <option key={one} value={String(one)}>{one}×</option>)}
      </select>
      <a class="icon-button" href={`${ticket.audio}?download=true`} download aria-label={t('recording.download')} title={t('recording.download')}>
        <Icon name="download" />
      </a>
    </div>
  );
}

/** The outline of the sound, the part already heard in the accent colour. */
export function Wave({ peaks, played }: { peaks: readonly number[]; played: number }): JSX.Element {
  const width = Math.max(1, peaks.length);
  const path = peaks.map((peak, n) => {
    const half = Math.max(0.6, Math.sqrt(peak / 255) * 30);
    return `M${n + 0.5} ${(32 - half).toFixed(1)}V${(32 + half).toFixed(1)}`;
  }).join('');
  const id = useId();
  return (
    <svg class="wave" viewBox={`0 0 ${width} 64`} preserveAspectRatio="none" aria-hidden="true">
      <clipPath id={id}><rect x="0" y="0" width={width * played} height="64" /></clipPath>
      <path d={path} />
      <path d={path} class="played" clip-path={`url(#${id})`} />
    </svg>
  );
}

function Held({ hold, path, changed }: { hold: Hold | null; path: string; changed: () => void }): JSX.Element | null {
  const [asking, setAsking] = useState(false);
  if (!has('coordinator')) return hold && <p class="muted">{t('recording.held', { why: hold.reason, who: hold.by })}</p>;
  return (
    <>
      <p class="recording-hold">
        {hold && <span><Chip tone="info">{t('recording.hold')}</Chip> {t('recording.held', { why: hold.reason, who: hold.by })}</span>}
        <Button kind="quiet" small onClick={() => setAsking(true)}>{t(hold ? 'recording.release' : 'recording.lay')}</Button>
      </p>
      {asking && (
        <Dialog title={t(hold ? 'recording.release' : 'recording.lay')} onClose={() => setAsking(false)}>
          <p>{t(hold ? 'recording.release.text' : 'recording.lay.text')}</p>
          <Why
            post={async (reason) => {
              await call(`${path}/recording-hold`, { method: 'PUT', body: { held: !hold, reason } });
              setAsking(false);
              sayKey(hold ? 'recording.released' : 'recording.laid', 'ok');
              changed();
            }}
            cancel={() => setAsking(false)}
          />
        </Dialog>
      )}
    </>
  );
}

function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  return whole >= 3600
    ? `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
    : `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}
