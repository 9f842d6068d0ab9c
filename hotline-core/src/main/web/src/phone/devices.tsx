import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Button, Field, say } from '../ui/kit';
import { chooseMicrophone, chooseSpeaker, microphone, microphoneTrouble, speaker } from './phone';
import { testRing } from './ring';

const meterMillis = 100;
const troubles = { 'no-microphone': 'phone.state.nomic', 'microphone-refused': 'phone.state.micrefused', 'not-resumed': 'phone.state.nomic' } as const;

/** Which microphone and which loudspeaker, with a test of both. */
export function Devices(): JSX.Element {
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [level, setLevel] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
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
      }, meterMillis);
      stop.current = () => {
        clearInterval(timer);
        stream.getTracks().forEach((track) => track.stop());
        void context.close();
        setLevel(null);
        stop.current = () => {};
      };
    } catch (error) {
      say(t(troubles[microphoneTrouble(error)]), 'bad');
    }
  };
  const choice = (kind: MediaDeviceKind, value: string, set: (device: string) => void, id: string): JSX.Element => (
    <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
      <option value="">{t('phone.device.default')}</option>
      {devices.filter((one) => one.kind === kind && one.deviceId && one.deviceId !== 'default').map((one, n) => (
        <option key={one.deviceId} value={one.deviceId}>{one.label || `${t(kind === 'audioinput' ? 'phone.microphone' : 'phone.speaker')} ${n + 1}`}</option>
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
        {!asked && 'Notification' in globalThis && Notification.permission === 'default' && (
          <Button small onClick={() => void Notification.requestPermission().then(() => setAsked(true))}>{t('phone.notices')}</Button>
        )}
      </div>
      {level !== null && <meter min={0} max={1} value={level} aria-label={t('phone.microphone')} />}
    </div>
  );
}
