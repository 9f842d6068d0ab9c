import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { desk, weekdays, type Practitioner } from '../../api/office';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { Button, Chip, Empty, Part, say, Skeleton, type Tone } from '../../ui/kit';
import { PractitionerImport } from './imports';
import { EditPractitioner } from './practitioner';

const tones: Record<Practitioner['standing'], Tone> = { ACTIVE: 'ok', SUSPENDED: 'warn', LEFT: 'neutral' };

/** Whether he is free on some days or hours only. */
const bound = (one: Practitioner): boolean =>
  (one.availableAt ?? []).length > 0 || (one.availableOn ?? weekdays).length < weekdays.length;

/** Who does duty. */
export function People(): JSX.Element {
  const load = useLoad((signal) => desk.practitioners(signal), []);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<Practitioner | 'new' | null>(null);
  const [importing, setImporting] = useState(false);
  const shown = useMemo(() => {
    const wanted = typed.trim().toLowerCase();
    return (load.data?.items ?? []).filter((one) =>
      [one.id, one.name, one.firm, ...one.specialities].some((text) => text.toLowerCase().includes(wanted)));
  }, [load.data, typed]);
  return (
    <section>
      <div class="office-bar">
        <input type="search" aria-label={t('people.search')} placeholder={t('people.search')} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        <div class="page-actions">
          {offers('post /imports/practitioners') && <Button icon="upload" onClick={() => setImporting(true)}>{t('people.import')}</Button>}
          <Button kind="primary" icon="plus" onClick={() => setOpen('new')}>{t('people.new')}</Button>
        </div>
      </div>
      <Part load={load} skeleton={<Skeleton kind="row" rows={10} />}>
        {() => (shown.length === 0 ? <Empty icon="user" title={t('people.empty.title')} text={t('people.empty.text')} /> : (
          <div class="table-box" role="region" aria-label={t('desk.tab.people')} tabIndex={0}>
            <table class="table" data-test="people">
              <thead>
                <tr>
                  <th scope="col">{t('people.col.name')}</th>
                  <th scope="col">{t('people.col.id')}</th>
                  <th scope="col">{t('people.col.kind')}</th>
                  <th scope="col">{t('people.col.firm')}</th>
                  <th scope="col">{t('people.col.specialities')}</th>
                  <th scope="col">{t('people.col.mobile')}</th>
                  <th scope="col">{t('people.col.share')}</th>
                  <th scope="col">{t('people.col.standing')}</th>
                  <th scope="col"><span class="visually-hidden">{t('action.edit')}</span></th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <tr key={one.id}>
                    <th scope="row">{one.name}</th>
                    <td class="num">{one.id}</td>
                    <td>{t(`people.kind.${one.kind}`)}</td>
                    <td>{one.firm}</td>
                    <td>{one.specialities.join(t('list.comma'))}</td>
                    <td class="num">{one.mobileMasked}</td>
                    <td class="num">{one.sharePercent ?? 100}%{bound(one) && <small class="muted"> {t('people.limited')}</small>}</td>
                    <td><Chip tone={tones[one.standing]}>{t(`people.standing.${one.standing}`)}</Chip></td>
                    <td class="table-end"><Button small onClick={() => setOpen(one)}>{t('action.edit')}</Button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </Part>
      {open && <EditPractitioner of={open === 'new' ? null : open} close={() => setOpen(null)} done={(changed) => {
        setOpen(null);
        const left = changed.duties?.length ?? 0;
        say(left ? t('people.duties', { n: left }) : t('people.saved'), left ? 'warn' : 'ok');
        load.reload();
      }} />}
      {importing && <PractitionerImport close={() => setImporting(false)} done={() => {
        setImporting(false);
        load.reload();
      }} />}
    </section>
  );
}
