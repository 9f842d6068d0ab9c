import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call, Refused, type LogFilter } from '../api/client';
import { language, t } from '../i18n';
import { useLoad } from '../state/load';
import { offers } from '../state/offers';
import { go } from '../state/router';
import { has } from '../state/session';
import { Button, Dialog, Field, IconButton, say, words } from '../ui/kit';

interface Export {
  id: string;
  state: 'RUNNING' | 'DONE' | 'FAILED';
  rows: number;
  total: number;
  file: string | null;
}
interface Saved {
  name: string;
  query: string;
}

const askMillis = 400;

/** Beside the log's filters: the filters one keeps, and the export of what the present one finds. */
export function LogTools({ filter }: { filter: LogFilter }): JSX.Element | null {
  const [open, setOpen] = useState<'' | 'export' | 'saved'>('');
  if (!offers('post /exports')) return null;
  return (
    <>
      <Button kind="quiet" small icon="book" onClick={() => setOpen('saved')}>{t('saved.title')}</Button>
      <Button kind="quiet" small icon="download" onClick={() => setOpen('export')}>{t('export.button')}</Button>
      {open === 'export' && <ExportDialog filter={filter} close={() => setOpen('')} />}
      {open === 'saved' && <SavedDialog filter={filter} close={() => setOpen('')} />}
    </>
  );
}

function ExportDialog({ filter, close }: { filter: LogFilter; close: () => void }): JSX.Element {
  const [format, setFormat] = useState<'XLSX' | 'CSV'>('XLSX');
  const [full, setFull] = useState(false);
  const [reason, setReason] = useState('');
  const [running, setRunning] = useState<Export | null>(null);
  const [failure, setFailure] = useState('');

  useEffect(() => {
    if (running?.state !== 'RUNNING') return undefined;
    const timer = setTimeout(() => {
      call<Export>(`/exports/${running.id}`).then(({ body }) => setRunning(body), () => setRunning({ ...running }));
    }, askMillis);
    return () => clearTimeout(timer);
  }, [running]);

  const start = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFailure('');
    try {
      const { body } = await call<Export>('/exports', {
        method: 'POST',
        query: { ...filter },
        body: { format, language: language.value === 'en' ? 'en' : 'zh', fullNumbers: full, reason: reason.trim() },
      });
      setRunning(body);
    } catch (thrown) {
      setFailure(thrown instanceof Refused ? thrown.detail || words(thrown) : String(thrown));
    }
  };
  return (
    <Dialog title={t('export.title')} onClose={close}>
      <form class="export" data-test="export" data-state={running?.state ?? ''} onSubmit={(event) => void start(event)}>
        <p>{t('export.what')}</p>
        <fieldset class="field" disabled={running !== null}>
          <legend>{t('export.format')}</legend>
          <div class="choices">
            {(['XLSX', 'CSV'] as const).map((one) => (
              <label key={one} class="choice"><input type="radio" name="format" checked={format === one} onChange={() => setFormat(one)} /><span>{one}</span></label>
            ))}
          </div>
        </fieldset>
        {has('coordinator') && (
          <label class="tick">
            <input type="checkbox" name="full" disabled={running !== null} checked={full} onChange={(event) => setFull(event.currentTarget.checked)} />
            <span>{t('export.numbers')}<small>{t('export.numbers.hint')}</small></span>
          </label>
        )}
        {full && (
          <Field label={t('export.why')} needed>
            {(id) => <input id={id} name="reason" required maxLength={500} disabled={running !== null} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}
          </Field>
        )}
        {failure && <p class="bad" role="alert">{failure}</p>}
        {!running && <div><Button kind="primary" type="submit">{t('export.start')}</Button></div>}
        {running && (
          <div role="status">
            <progress max={Math.max(1, running.total)} value={running.state === 'DONE' ? Math.max(1, running.total) : running.rows} aria-label={t('export.title')} />
            <p class="num">
              {running.state === 'RUNNING' ? t('export.running', { rows: running.rows, total: running.total })
                : running.state === 'DONE' ? t('export.done', { rows: running.rows }) : t('export.failed')}
            </p>
          </div>
        )}
        {running?.file && <a class="button primary" href={running.file} download>{t('export.download')}</a>}
      </form>
    </Dialog>
  );
}

function SavedDialog({ filter, close }: { filter: LogFilter; close: () => void }): JSX.Element {
  const [name, setName] = useState('');
  const load = useLoad(async (signal) => (await call<{ items: Saved[] }>('/saved-filters', { signal })).body.items, []);
  const query = new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, String(value)])).toString();
  const change = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      load.reload();
    } catch (thrown) {
      say(thrown instanceof Refused ? thrown.detail || words(thrown) : String(thrown), 'bad');
    }
  };
  const keep = (event: Event): void => {
    event.preventDefault();
    const kept = name.trim();
    if (!kept) return;
    void change(() => call(`/saved-filters/${encodeURIComponent(kept)}`, { method: 'PUT', body: { query } }));
    setName('');
  };
  return (
    <Dialog title={t('saved.title')} onClose={close}>
      <div class="saved" data-test="saved">
        {load.data?.length === 0 && <p class="muted">{t('saved.none')}</p>}
        <ul class="rows">
          {load.data?.map((one) => (
            <li key={one.name} class="saved-row">
              <a href={`/log?${one.query}`} onClick={(event) => {
                event.preventDefault();
                close();
                go(`/log?${one.query}`);
              }}>{one.name}</a>
              <IconButton icon="close" label={t('saved.drop', { name: one.name })}
                onClick={() => void change(() => call(`/saved-filters/${encodeURIComponent(one.name)}`, { method: 'DELETE' }))} />
            </li>
          ))}
        </ul>
        {query && (
          <form class="saved-new" onSubmit={keep}>
            <Field label={t('saved.name')}>
              {(id) => <input id={id} name="name" required maxLength={60} value={name} onInput={(event) => setName(event.currentTarget.value)} />}
            </Field>
            <Button kind="primary" type="submit">{t('saved.keep')}</Button>
          </form>
        )}
      </div>
    </Dialog>
  );
}
