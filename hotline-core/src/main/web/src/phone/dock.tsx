import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t, type MessageKey } from '../i18n';
import { go, place } from '../state/router';
import { second } from '../state/tick';
import { myCall } from '../state/my-call';
import { span } from '../time';
import { CallChip, CallerName, Since } from '../ui/domain';
import { Icon } from '../ui/icons';
import { Button, Chip, Dialog, Field, IconButton, say, type Tone } from '../ui/kit';
import { chooseMicrophone, chooseSpeaker, microphone, myPhone, phone, registration, speaker, startPhone, talks, type Registration, type Talk } from './phone';
import { testRing } from './ring';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The call, wherever one is on the pages: who it is, the telephone's keys where the telephone is the browser, the record. */
export function Dock(): JSX.Element | null {
  const live = myCall.value;
  const mine = talks.value;
  const browser = myPhone.value?.kind === 'browser';
  const trouble = browser && !['ready', 'connecting', 'off'].includes(registration.value);
  const seen = useRef<string | null>(null);

  // At the ring the record opens by itself, unless another record is being read.
  useEffect(() => {
    if (!live) seen.current = null;
    else if (live.id !== seen.current) {
      seen.current = live.id;
      if (!place.value.path.startsWith('/log/')) go('/desk');
    }
  }, [live?.id]);

  useEffect(() => {
    const answer = (event: KeyboardEvent): void => {
      if (event.key !== 'F2') return;
      event.preventDefault();
      const ringing = talks.value.find((one) => one.state === 'ringing');
      if (ringing) phone.answer(ringing.id);
    };
    addEventListener('keydown', answer);
    return () => removeEventListener('keydown', answer);
  }, []);

  if (!live && !mine.length && !trouble) return null;
  return (
    <aside class="dock" aria-label={t('phone.dock')}>
      {trouble && <PhoneTrouble state={registration.value} />}
      {live && (
        <div class={`dock-call ${live.state.toLowerCase()}`}>
          <CallChip state={live.state} />
          <strong><CallerName caller={live.caller} /></strong>
          {live.caller.earlier ? <span class="muted">{t('call.earlier', { n: live.caller.earlier + 1 })}</span> : null}
          <Since at={live.since} />
          {live.consultation && place.value.path !== '/desk' && <a class="button small" href="/desk">{t('call.open')}</a>}
        </div>
      )}
      {mine.map((one) => <TalkBar key={one.id} talk={one} others={mine} />)}
    </aside>
  );
}

function TalkBar({ talk, others }: { talk: Talk; others: readonly Talk[] }): JSX.Element {
  const [pad, setPad] = useState(false);
  const [passing, setPassing] = useState(false);
  const other = others.find((one) => one !== talk && one.state === 'talking');
  void second.value;
  if (talk.state === 'ringing') {
    return (
      <div class="dock-talk ringing" role="alert">
        <span class="dock-who"><Icon name="phone" />{t('phone.ring.title')} <b class="num">{talk.other}</b></span>
        <Button kind="primary" icon="phone" onClick={() => phone.answer(talk.id)} title="F2">{t('phone.answer')}</Button>
        <Button kind="danger" onClick={() => phone.end(talk.id)}>{t('phone.decline')}</Button>
      </div>
    );
  }
  return (
    <div class="dock-talk" data-test="talk" data-state={talk.state} data-held={talk.held} data-muted={talk.muted}>
      <span class="dock-who">
        <Chip tone={talk.state === 'calling' ? 'warn' : talk.held ? 'neutral' : 'info'}>
          {t(talk.state === 'calling' ? 'phone.calling' : talk.held ? 'phone.held' : 'phone.talking')}
        </Chip>
        <b class="num">{talk.other}</b>
        {talk.state === 'talking' && <span class="num muted">{span((Date.now() - talk.since) / 1000)}</span>}
      </span>
      {talk.state === 'talking' && (
        <>
          <Toggle icon={talk.muted ? 'micOff' : 'mic'} on={talk.muted} label={t(talk.muted ? 'phone.unmute' : 'phone.mute')} act={() => phone.mute(talk.id, !talk.muted)} />
          <Toggle icon={talk.held ? 'play' : 'pause'} on={talk.held} label={t(talk.held ? 'phone.unhold' : 'phone.hold')} act={() => phone.hold(talk.id, !talk.held)} />
          <Toggle icon="keypad" on={pad} label={t('phone.keypad')} act={() => setPad(!pad)} />
          <Toggle icon="transfer" on={passing} label={t('phone.transfer')} act={() => setPassing(true)} />
          {other && talk.direction === 'in' && (
            <Button small onClick={() => void phone.join(talk.id, other.id).then((done) => say(t(done ? 'phone.joined' : 'phone.transfer.failed'), done ? 'ok' : 'bad'))}>
              {t('phone.join')}
            </Button>
          )}
        </>
      )}
      <Button kind="danger" small icon="hangup" onClick={() => phone.end(talk.id)}>{t('phone.end')}</Button>
      {pad && (
        <div class="keypad" role="group" aria-label={t('phone.keypad')}>
          {keys.map((key) => <button key={key} type="button" class="num" onClick={() => phone.digit(talk.id, key)}>{key}</button>)}
        </div>
      )}
      {passing && <Pass talk={talk} close={() => setPassing(false)} />}
    </div>
  );
}

function Toggle({ icon, on, label, act }: { icon: Parameters<typeof Icon>[0]['name']; on: boolean; label: string; act: () => void }): JSX.Element {
  return <IconButton icon={icon} label={label} aria-pressed={on} class={on ? 'on' : ''} onClick={act} />;
}

function Pass({ talk, close }: { talk: Talk; close: () => void }): JSX.Element {
  const [to, setTo] = useState('');
  const target = to.trim();
  const blind = async (): Promise<void> => {
    close();
    const done = await phone.transfer(talk.id, target);
    say(t(done ? 'phone.transferred' : 'phone.transfer.failed'), done ? 'ok' : 'bad');
  };
  return (
    <Dialog
      title={t('phone.transfer')}
      onClose={close}
      actions={
        <>
          <Button disabled={!target} onClick={() => {
            phone.call(target);
            close();
          }}>{t('phone.consult')}</Button>
          <Button kind="primary" disabled={!target} onClick={() => void blind()}>{t('phone.transfer.now')}</Button>
        </>
      }
    >
      <Field label={t('phone.transfer.to')} hint={t('phone.transfer.hint')} wide>
        {(id, hint) => <input id={id} aria-describedby={hint} autofocus value={to} onInput={(event) => setTo(event.currentTarget.value)} />}
      </Field>
    </Dialog>
  );
}

const troubles: Partial<Record<Registration, { key: MessageKey; tone: Tone }>> = {
  lost: { key: 'phone.state.lost', tone: 'warn' },
  refused: { key: 'phone.state.refused', tone: 'bad' },
  elsewhere: { key: 'phone.state.elsewhere', tone: 'neutral' },
  'no-microphone': { key: 'phone.state.nomic', tone: 'bad' },
  'microphone-refused': { key: 'phone.state.micrefused', tone: 'bad' },
};

function PhoneTrouble({ state }: { state: Registration }): JSX.Element | null {
  const what = troubles[state];
  if (!what) return null;
  return (
    <p class={`dock-trouble ${what.tone}`} role="status">
      <Icon name="warn" size={16} />
      {t(what.key)}
      {state === 'elsewhere' && <Button small onClick={() => void startPhone(true)}>{t('phone.here')}</Button>}
    </p>
  );
}

/** Which microphone and which loudspeaker, with a test of both. */
export function Devices(): JSX.Element {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [level, setLevel] = useState<number | null>(null);
  const stop = useRef<() => void>(() => {});
  const read = (): void => void navigator.mediaDevices?.enumerateDevices().then(setDevices).catch(() => {});
  useEffect(() => {
    read();
    navigator.mediaDevices?.addEventListener('devicechange', read);
    return () => {
      navigator.mediaDevices?.removeEventListener('devicechange', read);
      stop.current();
    };
  }, []);
  const test = async (): Promise<void> => {
    stop.current();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: microphone.value ? { deviceId: { ideal: microphone.value } } : true });
      read();
      const context = new AudioContext();
      const meter = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(meter);
      const samples = new Float32Array(meter.fftSize);
      const timer = setInterval(() => {
        meter.getFloatTimeDomainData(samples);
        setLevel(Math.min(1, Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length) * 4));
      }, 100);
      stop.current = () => {
        clearInterval(timer);
        stream.getTracks().forEach((track) => track.stop());
        void context.close();
        setLevel(null);
      };
    } catch {
      say(t('phone.state.micrefused'), 'bad');
    }
  };
  const choice = (kind: MediaDeviceKind, value: string, set: (device: string) => void, id: string): JSX.Element => (
    <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
      <option value="">{t('phone.device.default')}</option>
      {devices.filter((one) => one.kind === kind && one.deviceId).map((one, n) => (
        <option key={one.deviceId} value={one.deviceId}>{one.label || `${kind} ${n + 1}`}</option>
      ))}
    </select>
  );
  return (
    <div class="devices">
      <Field label={t('phone.microphone')}>{(id) => choice('audioinput', microphone.value, chooseMicrophone, id)}</Field>
      <Field label={t('phone.speaker')}>{(id) => choice('audiooutput', speaker.value, chooseSpeaker, id)}</Field>
      <div class="page-actions">
        {level === null
          ? <Button small icon="mic" onClick={() => void test()}>{t('phone.test.mic')}</Button>
          : <Button small onClick={() => stop.current()}>{t('phone.test.stop')}</Button>}
        <Button small icon="play" onClick={testRing}>{t('phone.test.ring')}</Button>
        {'Notification' in globalThis && Notification.permission === 'default' && (
          <Button small onClick={() => void Notification.requestPermission()}>{t('phone.notices')}</Button>
        )}
      </div>
      {level !== null && <meter min={0} max={1} value={level} aria-label={t('phone.microphone')} />}
    </div>
  );
}
