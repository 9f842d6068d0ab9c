import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { address, call, Refused } from '../api/client';
import { language, locale, t } from '../i18n';
import { asWav } from '../prompt/wav';
import { useLoad } from '../state/load';
import { now, zone } from '../state/session';
import { shortDay } from '../time';
import { Button, Chip, Dialog, Empty, IconButton, Part, say, sayKey, Skeleton, words } from '../ui/kit';

type Tongue = 'zh' | 'en';
const groups = ['WELCOME', 'WAITING', 'CLOSED', 'MESSAGE', 'RATING', 'LAWYER', 'HOLIDAY', 'PIECE', 'OTHER'] as const;
type Piece = 'hour' | 'minute' | 'month' | 'day' | 'holiday' | 'ahead' | 'wait';

interface Version {
  version: number;
  seconds: number;
  fileName: string;
  by: string;
  at: string;
  active: boolean;
}
interface Prompt {
  key: string;
  group: (typeof groups)[number];
  text: string;
  follows: Piece[];
  versions: number;
  active: Version | null;
}

const soundOf = (tongue: Tongue, key: string, version: number): string =>
  address(`/prompts/${tongue}/${key}/sound`, { version });

/** What callers hear, and what the centre records in place of the generated voice. */
export function Prompts(): JSX.Element {
  const [tongue, setTongue] = useState<Tongue>(language.value === 'en' ? 'en' : 'zh');
  const [find, setFind] = useState('');
  const [changing, setChanging] = useState<Prompt | null>(null);
  const [heard, setHeard] = useState<string | null>(null);
  const audio = useRef<HTMLAudioElement>(null);
  const load = useLoad(async (signal) => (await call<{ items: Prompt[] }>('/prompts', { query: { language: tongue }, signal })).body.items, [tongue]);
  const shown = useMemo(() => {
    const wanted = find.trim().toLowerCase();
    return (load.data ?? []).filter((one) => !wanted || one.key.includes(wanted) || one.text.toLowerCase().includes(wanted));
  }, [load.data, find]);

  const hear = (one: Prompt): void => {
    const sound = audio.current;
    if (!sound) return;
    if (heard === one.key) {
      sound.pause();
      setHeard(null);
      return;
    }
    sound.src = soundOf(tongue, one.key, one.active?.version ?? 0);
    setHeard(one.key);
    void sound.play().catch(() => setHeard(null));
  };

  return (
    <section class="prompts" aria-labelledby="prompts-title">
      <h2 id="prompts-title" class="visually-hidden">{t('prompts.title')}</h2>
      <p class="muted">{t('prompts.intro')}</p>
      <div class="prompt-tools">
        <label>
          {t('prompts.language')}{' '}
          <select value={tongue} onChange={(event) => setTongue(event.currentTarget.value as Tongue)}>
            <option value="zh">{t('prompts.zh')}</option>
            <option value="en">{t('prompts.en')}</option>
          </select>
        </label>
        <input type="search" aria-label={t('prompts.find')} placeholder={t('prompts.find')} value={find} maxLength={60}
          onInput={(event) => setFind(event.currentTarget.value)} />
      </div>
      <audio ref={audio} onEnded={() => setHeard(null)} />
      <Part load={load} skeleton={<Skeleton kind="row" rows={10} />}>
        {() => (
          <div class="prompt-list">
            {shown.length === 0 && <Empty icon="search" title={t('prompts.none')} />}
            {groups.map((group) => {
              const mine = shown.filter((one) => one.group === group);
              if (mine.length === 0) return null;
              const rows = (
                <ul class="rows">
                  {mine.map((one) => (
                    <li key={one.key} class="prompt-row" data-key={one.key}>
                      <IconButton icon={heard === one.key ? 'pause' : 'play'} onClick={() => hear(one)}
                        label={heard === one.key ? t('prompts.stop') : t('prompts.hear', { key: one.key })} />
                      <p lang={tongue === 'zh' ? 'zh-CN' : 'en'}>
                        {one.text || one.key}
                        {one.follows.length > 0 && (
                          <small lang={locale.value}> {t('prompts.follows', { what: one.follows.map((piece) => t(`prompts.piece.${piece}`)).join(' · ') })}</small>
                        )}
                      </p>
                      <Chip tone={one.active ? 'ok' : 'neutral'}>{one.active ? t('prompts.recorded', { n: one.active.version }) : t('prompts.generated')}</Chip>
                      <Button small onClick={() => setChanging(one)} aria-label={t('prompts.change.title', { key: one.key })}>{t('prompts.change')}</Button>
                    </li>
                  ))}
                </ul>
              );
              const many = group === 'PIECE' || group === 'HOLIDAY';
              return (
                <section key={group} class="prompt-group">
                  {many
                    ? <details open={find.trim() !== ''}><summary>{t(`prompts.group.${group}`)} <span class="num">({mine.length})</span></summary>{rows}</details>
                    : <><h2>{t(`prompts.group.${group}`)}</h2>{rows}</>}
                </section>
              );
            })}
          </div>
        )}
      </Part>
      {changing && <Change prompt={changing} tongue={tongue} close={() => setChanging(null)} changed={load.reload} />}
    </section>
  );
}

function Change({ prompt, tongue, close, changed }: { prompt: Prompt; tongue: Tongue; close: () => void; changed: () => void }): JSX.Element {
  const path = `/prompts/${tongue}/${prompt.key}`;
  const versions = useLoad(async (signal) => (await call<{ items: Version[] }>(`${path}/versions`, { signal })).body.items, [path]);
  const [fresh, setFresh] = useState<{ sound: Blob; name: string; url: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => () => {
    if (fresh) URL.revokeObjectURL(fresh.url);
  }, [fresh]);

  const offer = (sound: Blob, name: string): void => {
    setFailure('');
    setFresh({ sound, name, url: URL.createObjectURL(sound) });
  };
  /** WAV goes as it is; anything else the browser can decode (MP3) becomes WAV here. */
  const take = async (chosen: File): Promise<void> => {
    if (/\.wav$/i.test(chosen.name)) {
      offer(chosen, chosen.name);
      return;
    }
    try {
      offer(await asWav(chosen), chosen.name);
    } catch {
      setFailure(t('prompts.unreadable'));
    }
  };
  const done = (): void => {
    sayKey('prompts.done', 'ok');
    versions.reload();
    changed();
  };
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setFailure('');
    try {
      await work();
      done();
    } catch (thrown) {
      setFailure(thrown instanceof Refused ? thrown.detail || words(thrown) : String(thrown));
    } finally {
      setBusy(false);
    }
  };
  const use = (): Promise<void> => attempt(async () => {
    if (!fresh) return;
    await upload(`${path}/versions`, fresh.sound, fresh.name);
    setFresh(null);
  });
  const choose = (version: number): Promise<void> => attempt(() => call(`${path}/active`, { method: 'PUT', body: { version } }));

  return (
    <Dialog title={t('prompts.change.title', { key: prompt.key })} onClose={close} wide>
      <div class="prompt-change" data-test="prompt-change">
        {prompt.text && <p class="prompt-text" lang={tongue === 'zh' ? 'zh-CN' : 'en'} aria-label={t('prompts.text')}>{prompt.text}</p>}
        {!fresh && (
          <div class="recording-actions">
            <Recorder offer={offer} />
            <Button icon="upload" onClick={() => file.current?.click()}>{t('prompts.upload')}</Button>
            <input ref={file} type="file" hidden accept="audio/wav,audio/x-wav,audio/mpeg,.wav,.mp3" aria-label={t('prompts.upload')}
              onChange={(event) => {
                const chosen = event.currentTarget.files?.[0];
                if (chosen) void take(chosen);
                event.currentTarget.value = '';
              }} />
          </div>
        )}
        {fresh && (
          <div class="prompt-new">
            <audio controls src={fresh.url} aria-label={t('prompts.preview')} />
            <div class="recording-actions">
              <Button kind="primary" busy={busy} onClick={() => void use()}>{t('prompts.use')}</Button>
              <Button kind="quiet" onClick={() => setFresh(null)}>{t('prompts.again')}</Button>
            </div>
          </div>
        )}
        {failure && <p class="bad" role="alert">{failure}</p>}
        <h3>{t('prompts.versions')}</h3>
        <Part load={versions}>
          {(items) => items.length === 0 ? <p class="muted">{t('prompts.versions.none')}</p> : (
            <ul class="rows prompt-versions">
              {items.map((one) => (
                <li key={one.version}>
                  <span class="num">{t('prompts.version', { n: one.version, seconds: one.seconds.toFixed(1), who: one.by, day: shortDay(one.at, zone.value, locale.value, now()) })}</span>
                  <audio controls preload="none" src={soundOf(tongue, prompt.key, one.version)} aria-label={t('prompts.recorded', { n: one.version })} />
                  {one.active
                    ? <Chip tone="ok">{t('prompts.active')}</Chip>
                    : <Button small onClick={() => void choose(one.version)}>{t('prompts.use')}</Button>}
                </li>
              ))}
            </ul>
          )}
        </Part>
        {versions.data?.some((one) => one.active) && (
          <div><Button kind="quiet" onClick={() => void choose(0)}>{t('prompts.back')}</Button></div>
        )}
      </div>
    </Dialog>
  );
}

/** The browser's microphone, by MediaRecorder; the result is WAV. */
function Recorder({ offer }: { offer: (sound: Blob, name: string) => void }): JSX.Element {
  const recorder = useRef<MediaRecorder | null>(null);
  const [since, setSince] = useState<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - since) / 1000)), 250);
    return () => clearInterval(timer);
  }, [since]);
  useEffect(() => () => recorder.current?.stream.getTracks().forEach((track) => track.stop()), []);

  const start = async (): Promise<void> => {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, noiseSuppression: true } });
    } catch {
      say(t('prompts.microphone'), 'warn');
      return;
    }
    const parts: Blob[] = [];
    const made = new MediaRecorder(stream);
    recorder.current = made;
    made.ondataavailable = (event) => void parts.push(event.data);
    made.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      setSince(null);
      asWav(new Blob(parts, { type: made.mimeType })).then(
        (sound) => offer(sound, `${new Date(now()).toISOString().slice(0, 10)}.wav`),
        () => say(t('prompts.microphone'), 'warn'),
      );
    };
    made.start();
    setSeconds(0);
    setSince(Date.now());
  };
  const two = (n: number): string => String(n).padStart(2, '0');
  return since === null
    ? <Button kind="primary" icon="mic" onClick={() => void start()}>{t('prompts.record')}</Button>
    : (
      <Button kind="danger" icon="micOff" onClick={() => recorder.current?.stop()}>
        {t('prompts.recording', { time: `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}` })}
      </Button>
    );
}

/** A file as the body of a write; the small client sends JSON only. */
async function upload(path: string, sound: Blob, name: string): Promise<void> {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  const response = await fetch(address(path, { name }), {
    method: 'POST',
    headers: {
      'X-XSRF-TOKEN': decodeURIComponent(token),
      'Content-Type': 'audio/wav',
      Accept: 'application/json',
    },
    credentials: 'same-origin',
    body: sound,
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({})) as Record<string, unknown>;
    throw new Refused(response.status, String(problem['title'] ?? response.statusText), String(problem['detail'] ?? ''), problem);
  }
}
