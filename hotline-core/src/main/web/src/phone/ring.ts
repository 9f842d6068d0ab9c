// The ring: the tone that a Chinese exchange plays (450 Hz, one second on, four off), and a desktop notice.

const tone = 450;
const onSeconds = 1;
const everySeconds = 5;

let audio: AudioContext | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
let notice: Notification | null = null;
let title = '';

function once(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const source = audio.createOscillator();
    const volume = audio.createGain();
    source.frequency.value = tone;
    volume.gain.value = 0.12;
    source.connect(volume).connect(audio.destination);
    source.start();
    source.stop(audio.currentTime + onSeconds);
  } catch {
    // Without sound the screen still rings.
  }
}

export function startRinging(words: string, who: string): void {
  if (timer) return;
  once();
  timer = setInterval(once, everySeconds * 1000);
  title = document.title;
  document.title = `☎ ${words}`;
  if ('Notification' in globalThis && Notification.permission === 'granted' && document.hidden) {
    notice = new Notification(words, { body: who, tag: 'hotline-ring', requireInteraction: true });
    notice.onclick = () => {
      focus();
      notice?.close();
    };
  }
}

export function stopRinging(): void {
  if (!timer) return;
  clearInterval(timer);
  timer = undefined;
  notice?.close();
  notice = null;
  if (title) document.title = title;
}

/** One second of the ring, for the device test. */
export const testRing = once;
