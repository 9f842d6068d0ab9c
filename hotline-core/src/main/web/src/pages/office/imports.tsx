import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { base64, intake, type Flaw, type LeaveIntake, type NoticeIntake, type PractitionerIntake } from '../../api/intake';
import { language, t, type MessageKey } from '../../i18n';
import { Button, Chip, Dialog, Field, say, type Tone } from '../../ui/kit';
import { attempt } from '../../ui/office';
import { dayName } from './plans';

/** Files larger than this are not sent, in bytes. */
const mostBytes = 2_000_000;
/** Lines of a preview that are shown; the rest is counted. */
const shownLines = 200;
const effectTones: Record<PractitionerIntake['lines'][number]['effect'], Tone> = { ADD: 'ok', CHANGE: 'info', SAME: 'neutral', BAD: 'bad' };
const words = (flaw: Flaw): string => (language.value === 'zh' ? flaw.text : flaw.textEn);

async function read(file: File | undefined): Promise<string | null> {
  if (!file) return null;
  if (file.size > mostBytes) {
    say(t('import.large'), 'bad');
    return null;
  }
  return base64(file);
}

function Flaws({ of, tone }: { of: readonly Flaw[]; tone: 'bad' | 'muted' }): JSX.Element | null {
  return of.length === 0 ? null : <ul class={tone}>{of.map((one) => <li key={one.text}>{words(one)}</li>)}</ul>;
}

/** A list of practitioners: looked at line by line before anything is taken. */
export function PractitionerImport({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const [content, setContent] = useState('');
  const [preview, setPreview] = useState<PractitionerIntake | null>(null);
  const look = async (file: File | undefined): Promise<void> => {
    const text = await read(file);
    if (text === null) return;
    await attempt(async () => {
      setContent(text);
      setPreview(await intake.previewPeople(text));
    });
  };
  const take = (): Promise<boolean> => attempt(async () => {
    if (!preview) return;
    const taken = await intake.people(content, preview.digest);
    say(t('import.done', { n: taken.counts.add + taken.counts.change }), 'ok');
    done();
  });
  return (
    <Dialog
      title={t('people.import')}
      wide
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!preview?.sound} onClick={() => void take()}>{t('import.apply')}</Button>
        </>
      }
    >
      <Field label={t('import.people.file')} hint={<a href={intake.template()} download>{t('import.template')}</a>}>
        {(id, hint) => <input id={id} aria-describedby={hint} type="file" accept=".csv,.xlsx,.txt" onChange={(event) => void look(event.currentTarget.files?.[0])} />}
      </Field>
      {preview && (
        <>
          <p data-test="import-counts">
            {(['add', 'change', 'same', 'bad'] as const).map((one) => (
              <span key={one}><Chip tone={effectTones[one.toUpperCase() as 'ADD']}>{t(`import.effect.${one}` as MessageKey)}: {preview.counts[one]}</Chip> </span>
            ))}
            {preview.ignored.length > 0 && <span class="muted">{t('import.ignored')}: {preview.ignored.join(t('list.comma'))}</span>}
          </p>
          <Flaws of={preview.faults} tone="bad" />
          <div class="table-box preview" role="region" aria-label={t('import.preview')} tabIndex={0}>
            <table class="table small">
              <tbody>
                {[...preview.lines].sort((a, b) => Number(b.effect === 'BAD') - Number(a.effect === 'BAD') || a.line - b.line).slice(0, shownLines).map((one) => (
                  <tr key={one.line}>
                    <td class="right num muted">{one.line}</td>
                    <th scope="row">{one.name}</th>
                    <td class="num">{one.id}</td>
                    <td><Chip tone={effectTones[one.effect]}>{t(`import.effect.${one.effect.toLowerCase()}` as MessageKey)}</Chip></td>
                    <td class="grow">{one.changed.join(t('list.comma'))}<Flaws of={one.flaws} tone="bad" /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** Leave from a list: looked at line by line, taken whole or not at all; it is approved by that. */
export function LeaveImport({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const [content, setContent] = useState('');
  const [preview, setPreview] = useState<LeaveIntake | null>(null);
  const look = async (file: File | undefined): Promise<void> => {
    setPreview(null);
    const text = await read(file);
    if (text === null) return;
    await attempt(async () => {
      setContent(text);
      setPreview(await intake.previewLeaves(text));
    });
  };
  const take = (): Promise<boolean> => attempt(async () => {
    if (!preview) return;
    const taken = await intake.leaves(content, preview.digest);
    say(t('import.done', { n: taken.counts.add }), 'ok');
    done();
  });
  return (
    <Dialog
      title={t('leave.import')}
      wide
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!preview?.sound || preview.counts.add === 0} onClick={() => void take()}>{t('import.apply')}</Button>
        </>
      }
    >
      <p class="muted">{t('leave.import.rule')}</p>
      <Field label={t('leave.import.file')} hint={<a href={intake.leaveTemplate()} download>{t('import.template')}</a>}>
        {(id, hint) => <input id={id} aria-describedby={hint} type="file" accept=".csv,.xlsx,.txt" onChange={(event) => void look(event.currentTarget.files?.[0])} />}
      </Field>
      {preview && (
        <>
          <p data-test="import-counts">
            {(['add', 'same', 'bad'] as const).map((one) => (
              <span key={one}><Chip tone={effectTones[one.toUpperCase() as 'ADD']}>{t(`import.effect.${one}` as MessageKey)}: {preview.counts[one]}</Chip> </span>
            ))}
            {preview.ignored.length > 0 && <span class="muted">{t('import.ignored')}: {preview.ignored.join(t('list.comma'))}</span>}
          </p>
          <Flaws of={preview.faults} tone="bad" />
          {preview.counts.bad > 0 && <p class="notice bad" role="alert">{t('import.bad', { n: preview.counts.bad })}</p>}
          {preview.sound && preview.duties > 0 && <p class="notice warn">{t('leave.import.duties', { n: preview.duties })}</p>}
          {preview.lines.length === 0 ? <p class="muted">{t('import.empty')}</p> : (
            <div class="table-box preview" role="region" aria-label={t('import.preview')} tabIndex={0}>
              <table class="table small">
                <tbody>
                  {[...preview.lines].sort((a, b) => Number(b.effect === 'BAD') - Number(a.effect === 'BAD') || a.line - b.line).slice(0, shownLines).map((one) => (
                    <tr key={one.line}>
                      <td class="right num muted">{one.line}</td>
                      <th scope="row" class="num">{one.id}</th>
                      <td class="num">{one.from && dayName(one.from)}{one.to && one.to !== one.from && ` – ${dayName(one.to)}`}</td>
                      <td><Chip tone={effectTones[one.effect]}>{t(`import.effect.${one.effect.toLowerCase()}` as MessageKey)}</Chip></td>
                      <td class="grow"><Flaws of={one.flaws} tone="bad" /></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </Dialog>
  );
}

/** The State Council's notice: what it says and what it would change, before it is taken. */
export function HolidayImport({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const [source, setSource] = useState<{ text?: string; content?: string }>({});
  const [preview, setPreview] = useState<NoticeIntake | null>(null);
  const look = (next: { text?: string; content?: string }): Promise<boolean> => attempt(async () => {
    setSource(next);
    setPreview(await intake.previewNotice(next));
  });
  const take = (): Promise<boolean> => attempt(async () => {
    if (!preview) return;
    const taken = await intake.notice({ ...source, digest: preview.digest });
    say(t('import.done', { n: taken.changes.length }), 'ok');
    done();
  });
  return (
    <Dialog
      title={t('days.import')}
      wide
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button disabled={!source.text} onClick={() => void look(source)}>{t('import.preview')}</Button>
          <Button kind="primary" disabled={!preview?.sound} onClick={() => void take()}>{t('import.apply')}</Button>
        </>
      }
    >
      <Field label={t('import.notice.text')}>
        {(id) => <textarea id={id} name="notice" rows={5} maxLength={60000} value={source.text ?? ''} onInput={(event) => {
          setPreview(null);
          setSource({ text: event.currentTarget.value });
        }} />}
      </Field>
      <Field label={t('import.notice.file')}>
        {(id) => <input id={id} type="file" accept=".csv,.json,.txt,.xlsx" onChange={async (event) => {
          const content = await read(event.currentTarget.files?.[0]);
          if (content !== null) await look({ content });
        }} />}
      </Field>
      {preview && (
        <>
          <Flaws of={preview.faults} tone="bad" />
          <Flaws of={preview.notes} tone="muted" />
          {preview.affected.length > 0 && <p class="notice warn">{t('import.affected', { n: preview.affected.length })}: {preview.affected.slice(0, 12).map((one) => dayName(one.date)).join(t('list.comma'))}</p>}
          <div class="table-box preview" role="region" aria-label={t('import.preview')} tabIndex={0}>
            <table class="table small" data-test="notice-changes">
              <tbody>
                {preview.changes.map((one) => (
                  <tr key={one.date}>
                    <th scope="row" class="num">{dayName(one.date)}</th>
                    <td>{t(`import.kind.${one.before}`)} {one.beforeName}</td>
                    <td>→ <b>{t(`import.kind.${one.after}`)}</b> {one.afterName}</td>
                  </tr>
                ))}
                {preview.changes.length === 0 && <tr><td class="muted">{t('import.nochange')}</td></tr>}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Dialog>
  );
}
