import { effect, signal } from '@preact/signals';
import { api, Refused } from '../api/client';
import type { BrowserPhone, MyPhone, PhoneKind } from '../api/types';
import { t } from '../i18n';
import { kept } from './kept';
import { startRinging, stopRinging } from './ring';
import type { Sip } from './sip';

/** How the browser's phone stands with the PBX. */
export type Registration = 'off' | 'connecting' | 'ready' | 'lost' | 'elsewhere';
/** What is wrong at this end; null: nothing. */
export type PhoneTrouble = 'no-microphone' | 'microphone-refused' | 'not-resumed';

export interface Talk {
  id: string;
  /** in: it rang here. */
  direction: 'in' | 'out';
  state: 'ringing' | 'calling' | 'talking';
  other: string;
  /** Milliseconds since 1970, by this machine's clock. */
  since: number;
  held: boolean;
  muted: boolean;
  /** In one talk with the other one. */
  together: boolean;
  /** Taken back after a page refresh. */
  resumed: boolean;
  audio: 'ok' | 'broken';
}

export const myPhone = signal<MyPhone | null>(null);
export const registration = signal<Registration>('off');
export const trouble = signal<PhoneTrouble | null>(null);
export const talks = signal<readonly Talk[]>([]);
export const microphone = signal(localStorage.getItem('hotline.phone.microphone') ?? '');
export const speaker = signal(localStorage.getItem('hotline.phone.speaker') ?? '');

/** A tab that is just being left still holds the lock for a moment. */
const lockTries = 10;
const lockMillis = 150;
const askAgainMillis = 4_000;

let sip: Sip | null = null;
let release: (() => void) | null = null;
let quietRing: (() => void) | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
/** Each start and each stop outdates the starts before it that still wait for an answer: a page is one telephone, not two. */
let turn = 0;

/** A caller's number as it may stand on a screen: 138****1234. A colleague's name stays. */
export const masked = (other: string): string =>
  /^\+?\d{7,}$/.test(other) ? `${other.slice(0, -8)}****${other.slice(-4)}` : other;

export function microphoneTrouble(error: unknown): PhoneTrouble {
  const name = (error as { name?: string } | undefined)?.name;
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'microphone-refused' : 'no-microphone';
}

/** Asks what phone is mine and, where it is the browser, registers it. One tab at a time is the phone. */
export async function startPhone(takeOver = false): Promise<void> {
  const mine = ++turn;
  clearTimeout(again);
  if (sip) {
    sip.stop();
    sip = null;
  }
  const held = await oneTab(takeOver || kept() !== null);
  if (mine !== turn) return;
  if (!held) {
    registration.value = 'elsewhere';
    myPhone.value ??= { kind: 'browser', kinds: [] };
    return;
  }
  try {
    const line = await api.myPhone();
    if (mine !== turn) return;
    myPhone.value = line;
  } catch (failure) {
    if (mine !== turn) return;
    // The PBX, or the network, is away: tried again until it is there.
    if (failure instanceof Refused && (failure.status === 0 || failure.status >= 500)) {
      registration.value = 'lost';
      again = setTimeout(() => void startPhone(), askAgainMillis);
    }
    return;
  }
  const line = myPhone.value;
  if (line.kind !== 'browser' || !line.uri) {
    registration.value = 'off';
    letGo();
    return;
  }
  if (!navigator.mediaDevices) {
    trouble.value = 'no-microphone';
    return;
  }
  registration.value = 'connecting';
  const { startSip } = await import('./sip');
  if (mine !== turn) return;
  sip = startSip(line as BrowserPhone);
  quietRing ??= effect(() => {
    const ringing = talks.value.find((one) => one.state === 'ringing');
    if (ringing) startRinging(t('phone.ring.title'), masked(ringing.other));
    else stopRinging();
  });
}

let asked: Promise<boolean> = Promise.resolve(false);
/** Whether this tab may be the phone: it holds the lock until it is left, or until another one takes it over. One wish after the other: none takes the lock from one of the same page. */
const oneTab = (steal: boolean): Promise<boolean> => (asked = asked.then(() => getLock(steal)));

async function getLock(steal: boolean): Promise<boolean> {
  if (!navigator.locks || release) return true;
  for (let n = 0; n < lockTries; n++) {
    if (await take(steal)) return true;
    await new Promise((settle) => setTimeout(settle, lockMillis));
  }
  return false;
}

function take(steal: boolean): Promise<boolean> {
  return new Promise((settle) => {
    navigator.locks.request('hotline.phone', steal ? { steal: true } : { ifAvailable: true }, (lock) => {
      if (!lock) {
        settle(false);
        return undefined;
      }
      settle(true);
      return new Promise<void>((done) => (release = done));
    }).catch(() => {
      // Another tab took the phone over.
      settle(false);
      turn++;
      release = null;
      sip?.stop();
      sip = null;
      registration.value = 'elsewhere';
    });
  });
}

function letGo(): void {
  release?.();
  release = null;
}

export function stopPhone(): void {
  turn++;
  clearTimeout(again);
  sip?.stop();
  sip = null;
  quietRing?.();
  quietRing = null;
  stopRinging();
  letGo();
  registration.value = 'off';
  trouble.value = null;
  myPhone.value = null;
}

/** Another kind of telephone, from the next call on. */
export async function choosePhone(kind: PhoneKind): Promise<void> {
  await api.choosePhone(kind);
  await startPhone(true);
}

export const phone = {
  answer: (id: string) => sip?.answer(id),
  end: (id: string) => sip?.end(id),
  hold: (id: string, on: boolean) => sip?.hold(id, on),
  mute: (id: string, on: boolean) => sip?.mute(id, on),
  digit: (id: string, key: string) => sip?.digit(id, key),
  call: (to: string, name: string) => sip?.call(to, name),
  transfer: (id: string, to: string) => sip?.transfer(id, to) ?? Promise.resolve(false),
  join: (first: string, second: string) => sip?.join(first, second) ?? Promise.resolve(false),
  threeWay: (first: string, second: string) => sip?.threeWay(first, second) ?? Promise.resolve(false),
};

export function chooseMicrophone(device: string): void {
  microphone.value = device;
  localStorage.setItem('hotline.phone.microphone', device);
  sip?.input();
}
export function chooseSpeaker(device: string): void {
  speaker.value = device;
  localStorage.setItem('hotline.phone.speaker', device);
  sip?.output(device);
}
