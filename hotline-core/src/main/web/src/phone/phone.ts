import { effect, signal } from '@preact/signals';
import { api, Refused } from '../api/client';
import type { MyPhone } from '../api/types';
import { t } from '../i18n';
import { startRinging, stopRinging } from './ring';
import type { Sip } from './sip';

/** How the browser's phone stands with the PBX. */
export type Registration = 'off' | 'connecting' | 'ready' | 'lost' | 'refused' | 'elsewhere' | 'no-microphone' | 'microphone-refused';

export interface Talk {
  id: string;
  direction: 'in' | 'out';
  state: 'ringing' | 'calling' | 'talking';
  other: string;
  /** Milliseconds since 1970, by this machine's clock. */
  since: number;
  held: boolean;
  muted: boolean;
}

export const myPhone = signal<MyPhone | null>(null);
export const registration = signal<Registration>('off');
export const talks = signal<readonly Talk[]>([]);
export const microphone = signal(localStorage.getItem('hotline.phone.microphone') ?? '');
export const speaker = signal(localStorage.getItem('hotline.phone.speaker') ?? '');

let sip: Sip | null = null;
let release: (() => void) | null = null;
let quietRing: (() => void) | null = null;

/** Asks what phone is mine and, where it is the browser, registers it. One tab at a time is the phone. */
export async function startPhone(takeOver = false): Promise<void> {
  try {
    myPhone.value = await api.myPhone();
  } catch (failure) {
    // A service without the browser phone, or an account without a telephone.
    if (failure instanceof Refused) myPhone.value = null;
    return;
  }
  const line = myPhone.value;
  if (line.kind !== 'browser' || !line.uri) return;
  if (!navigator.mediaDevices) {
    registration.value = 'no-microphone';
    return;
  }
  const start = async (): Promise<void> => {
    registration.value = 'connecting';
    const { startSip } = await import('./sip');
    sip = startSip(line as never);
    quietRing ??= effect(() => {
      const ringing = talks.value.find((one) => one.state === 'ringing' && one.direction === 'in');
      if (ringing) startRinging(t('phone.ring.title'), ringing.other);
      else stopRinging();
    });
  };
  if (!navigator.locks) return start();
  void navigator.locks.request('hotline.phone', takeOver ? { steal: true } : { ifAvailable: true }, async (lock) => {
    if (!lock) {
      registration.value = 'elsewhere';
      return undefined;
    }
    await start();
    return new Promise<void>((settle) => (release = settle));
  }).catch(() => {
    // Another tab took the phone over.
    sip?.stop();
    sip = null;
    registration.value = 'elsewhere';
  });
}

export function stopPhone(): void {
  sip?.stop();
  sip = null;
  quietRing?.();
  quietRing = null;
  stopRinging();
  release?.();
  release = null;
  registration.value = 'off';
  myPhone.value = null;
}

export const phone = {
  answer: (id: string) => sip?.answer(id),
  end: (id: string) => sip?.end(id),
  hold: (id: string, on: boolean) => sip?.hold(id, on),
  mute: (id: string, on: boolean) => sip?.mute(id, on),
  digit: (id: string, key: string) => sip?.digit(id, key),
  call: (to: string) => sip?.call(to),
  transfer: (id: string, to: string) => sip?.transfer(id, to) ?? Promise.resolve(false),
  join: (first: string, second: string) => sip?.join(first, second) ?? Promise.resolve(false),
};

export function chooseMicrophone(device: string): void {
  microphone.value = device;
  localStorage.setItem('hotline.phone.microphone', device);
}
export function chooseSpeaker(device: string): void {
  speaker.value = device;
  localStorage.setItem('hotline.phone.speaker', device);
  sip?.output(device);
}
