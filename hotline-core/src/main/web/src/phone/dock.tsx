import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t, type MessageKey } from '../i18n';
import { openForm } from '../record/open';
import { go, place } from '../state/router';
import { second } from '../state/tick';
import { myCall } from '../state/my-call';
import { span } from '../time';
import { CallChip, CallerName, Since } from '../ui/domain';
import { Icon } from '../ui/icons';
import { Button, Chip, IconButton, say, type Tone } from '../ui/kit';
import { Pass } from './pass';
import { masked, myPhone, phone, registration, startPhone, talks, trouble, type Registration, type PhoneTrouble, type Talk } from './phone';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** The talk that the keys act on: the one that is heard. */
const heard = (): Talk | undefined =>
  talks.value.find((one) => one.state === 'talking' && !one.held) ?? talks.value.find((one) => one.state === 'talking');

/** F2 answers, and what else a hand on the keyboard does without looking. Alt+1 to 9 is left to the record. */
const shortcuts: Record<string, () => void> = {
  F2: () => {
    const ringing = talks.value.find((one) => one.state === 'ringing');
    if (ringing) phone.answer(ringing.id);
  },
  F4: () => {
    const one = heard();
    if (one) phone.mute(one.id, !one.muted);
  },
  F8: () => {
    const one = heard();
    if (one) phone.hold(one.id, !one.held);
  },
};

/** The call, wherever one is on the pages: who it is, the telephone's keys where the telephone is the browser, the record. */
export function Dock(): JSX.Element | null {
  const live = myCall.value;
  const mine = talks.value;
  const browser = myPhone.value?.kind === 'browser';
  const state = trouble.value ?? (browser ? registration.value : 'off');
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
    const press = (event: KeyboardEvent): void => {
      const act = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey ? undefined : shortcuts[event.key];
      if (!act || !talks.value.length) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  if (!live && !mine.length && !troubles[state]) return null;
  // The citizen's talk and what the service says of his call are one line.
  const citizens = live && (mine.find((one) => one.direction === 'in') ?? null);
  return (
    <aside class="dock" aria-label={t('phone.dock')}>
      <Trouble state={state} />
      {live && (
        <div class={`dock-call ${live.state.toLowerCase()}`} role={live.state === 'RINGING' ? 'alert' : undefined} data-test="call" {...(citizens ? talkData(citizens) : {})}>
          <span class="dock-who">
            {citizens?.held && !citizens.together ? <Chip>{t('phone.held')}</Chip> : <CallChip state={live.state} />}
            <strong class="dock-name"><CallerName caller={live.caller} /></strong>
            {citizens?.state === 'talking' ? <Running since={citizens.since} /> : <Since at={live.since} />}
            <StillNeeded id={live.consultation} />
            {live.consultation && place.value.path !== '/desk' && <a class="button small" href="/desk">{t('call.open')}</a>}
          </span>
          {citizens && <Controls talk={citizens} others={mine} />}
        </div>
      )}
      {mine.filter((one) => one !== citizens).map((one) => (
        <div key={one.id} class={`dock-call dock-talk ${one.state}`} {...talkData(one)}>
          <span class="dock-who">
            <Chip tone={one.state === 'ringing' || one.state === 'calling' ? 'warn' : one.held ? 'neutral' : 'info'} pulse={one.state !== 'talking'}>
              {t(one.state === 'ringing' ? 'phone.ring.title' : one.state === 'calling' ? (one.resumed ? 'phone.resuming' : 'phone.calling') : one.held ? 'phone.held' : 'phone.talking')}
            </Chip>
            <strong class="dock-name num">{masked(one.other)}</strong>
            {one.state === 'talking' && <Running since={one.since} />}
          </span>
          <Controls talk={one} others={mine} />
        </div>
      ))}
    </aside>
  );
}

/** What the record of this call still lacks, before one hangs up. */
function StillNeeded({ id }: { id: string | null }): JSX.Element | null {
  const form = openForm.value;
  if (!form || form.id !== id) return null;
  return form.missing.length
    ? <button type="button" class="still-needed" onClick={form.toMissing}>{t('record.left', { n: form.missing.length })}</button>
    : <Chip tone="ok">{t('record.done')}</Chip>;
}

const talkData = (talk: Talk): Record<string, string | boolean> =>
  ({ 'data-talk': talk.state, 'data-held': talk.held, 'data-muted': talk.muted, 'data-together': talk.together, 'data-audio': talk.audio });

function Running({ since }: { since: number }): JSX.Element {
  void second.value;
  return <span class="num muted">{span((Date.now() - since) / 1000)}</span>;
}

function Controls({ talk, others }: { talk: Talk; others: readonly Talk[] }): JSX.Element {
  const [pad, setPad] = useState(false);
  const [passing, setPassing] = useState(false);
  if (talk.state === 'ringing') {
    return (
      <div class="dock-keys">
        <Button kind="danger" onClick={() => phone.end(talk.id)}>{t('phone.decline')}</Button>
        <Button kind="primary" icon="phone" class="dock-answer" onMouseDown={keepsPlace} onClick={() => phone.answer(talk.id)}>{t('phone.answer')} <kbd>F2</kbd></Button>
      </div>
    );
  }
  const asked = talk.direction === 'in' ? others.find((one) => one !== talk && one.state === 'talking') : undefined;
  const told = (done: boolean, key: MessageKey): void => say(done ? t(key, { who: asked?.other ?? '' }) : t('phone.transfer.failed'), done ? 'ok' : 'bad');
  return (
    <div class="dock-keys">
      {talk.audio === 'broken' && <Chip tone="bad" pulse>{t('phone.audio.broken')}</Chip>}
      {asked && (
        <>
          <Button small kind="primary" icon="transfer" onClick={() => void phone.join(talk.id, asked.id).then((done) => told(done, 'phone.transferred'))}>
            {t('phone.join', { who: masked(asked.other) })}
          </Button>
          {!talk.together && <Button small icon="users" onClick={() => void phone.threeWay(talk.id, asked.id).then((done) => told(done, 'phone.together'))}>{t('phone.three')}</Button>}
        </>
      )}
      {talk.state === 'talking' && (
        <>
          <Toggle icon={talk.muted ? 'micOff' : 'mic'} on={talk.muted} label={t(talk.muted ? 'phone.unmute' : 'phone.mute')} keys="F4" act={() => phone.mute(talk.id, !talk.muted)} />
          {!talk.together && <Toggle icon={talk.held ? 'play' : 'pause'} on={talk.held} label={t(talk.held ? 'phone.unhold' : 'phone.hold')} keys="F8" act={() => phone.hold(talk.id, !talk.held)} />}
          <Toggle icon="keypad" on={pad} label={t('phone.keypad')} act={() => setPad(!pad)} />
          {others.length === 1 && <Toggle icon="transfer" on={passing} label={t('phone.transfer')} act={() => setPassing(true)} />}
        </>
      )}
      <Button kind="danger" small icon="hangup" onClick={() => phone.end(talk.id)}>{t('phone.end')}</Button>
      {pad && <Keypad talk={talk} close={() => setPad(false)} />}
      {passing && <Pass talk={talk} close={() => setPassing(false)} />}
    </div>
  );
}

function Keypad({ talk, close }: { talk: Talk; close: () => void }): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    <div
      ref={box}
      class="keypad"
      role="group"
      aria-label={t('phone.keypad')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        else if ((keys as readonly string[]).includes(event.key)) phone.digit(talk.id, event.key);
      }}
    >
      {keys.map((key) => <button key={key} type="button" class="num" onClick={() => phone.digit(talk.id, key)}>{key}</button>)}
    </div>
  );
}

/** Whoever types the record while he talks goes on typing where he was. */
const keepsPlace = (event: MouseEvent): void => event.preventDefault();

/** The word beside the sign where there is room: nobody guesses in a call. */
function Toggle({ icon, on, label, keys: key, act }: { icon: Parameters<typeof Icon>[0]['name']; on: boolean; label: string; keys?: string; act: () => void }): JSX.Element {
  const whole = key ? `${label} (${key})` : label;
  return (
    <button type="button" class={`icon-button worded${on ? ' on' : ''}`} aria-label={whole} title={whole} aria-pressed={on} onMouseDown={keepsPlace} onClick={act}>
      <Icon name={icon} />
      <span aria-hidden="true">{label}</span>
    </button>
  );
}

const troubles: Partial<Record<Registration | PhoneTrouble, { key: MessageKey; tone: Tone }>> = {
  lost: { key: 'phone.state.lost', tone: 'warn' },
  elsewhere: { key: 'phone.state.elsewhere', tone: 'neutral' },
  'no-microphone': { key: 'phone.state.nomic', tone: 'bad' },
  'microphone-refused': { key: 'phone.state.micrefused', tone: 'bad' },
  'not-resumed': { key: 'phone.state.notresumed', tone: 'warn' },
};

function Trouble({ state }: { state: Registration | PhoneTrouble }): JSX.Element | null {
  const what = troubles[state];
  if (!what) return null;
  return (
    <p class={`dock-trouble ${what.tone}`} role="status" data-trouble={state}>
      <Icon name="warn" size={16} />
      {t(what.key)}
      {state === 'elsewhere' && <Button small onClick={() => void startPhone(true)}>{t('phone.here')}</Button>}
      {state === 'not-resumed' && <IconButton icon="close" label={t('action.close')} onClick={() => (trouble.value = null)} />}
    </p>
  );
}
