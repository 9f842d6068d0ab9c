import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { desk, kinds, standings, type Practitioner } from '../../api/office';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { offers } from '../../state/offers';
import { Button, Chip, Empty, Field, Part, say, Skeleton, type Tone } from '../../ui/kit';
import { EditDialog } from '../../ui/office';
import { PractitionerImport } from './imports';

const tones: Record<Practitioner['standing'], Tone> = { ACTIVE: 'ok', SUSPENDED: 'warn', LEFT: 'neutral' };

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
                    <td><Chip tone={tones[one.standing]}>{t(`people.standing.${one.standing}`)}</Chip></td>
                    <td class="table-end"><Button small onClick={() => setOpen(one)}>{t('action.edit')}</Button></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </Part>
      {open && <Edit of={open === 'new' ? null : open} close={() => setOpen(null)} done={(changed) => {
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

const parts = (text: string): string[] => text.split(/[,，、;；]/).map((one) => one.trim()).filter(Boolean);

function Edit({ of, close, done }: { of: Practitioner | null; close: () => void; done: (changed: Practitioner) => void }): JSX.Element {
  const [id, setId] = useState(of?.id ?? '');
  const [name, setName] = useState(of?.name ?? '');
  const [kind, setKind] = useState(of?.kind ?? 'LAWYER');
  const [firm, setFirm] = useState(of?.firm ?? '');
  const [specialities, setSpecialities] = useState((of?.specialities ?? []).join('、'));
  const [mobile, setMobile] = useState('');
  const [standing, setStanding] = useState(of?.standing ?? 'ACTIVE');
  const save = async (): Promise<void> => {
    const body: Partial<Practitioner> = {
      name: name.trim(), kind, firm: firm.trim(), specialities: parts(specialities), standing,
      ...(mobile.trim() ? { mobile: mobile.trim() } : {}),
    };
    done(of ? await desk.changePractitioner(of.id, body) : await desk.addPractitioner({ ...body, id: id.trim() }));
  };
  return (
    <EditDialog title={of?.name ?? t('people.new')} ready={Boolean(name.trim() && (of || id.trim()))} save={save} close={close}>
      <div class="form-grid">
        <Field label={t('people.col.name')} needed>{(field) => <input id={field} name="name" maxLength={100} value={name} onInput={(event) => setName(event.currentTarget.value)} />}</Field>
        <Field label={t('people.col.id')} needed>{(field) => <input id={field} name="id" maxLength={40} disabled={of !== null} value={id} onInput={(event) => setId(event.currentTarget.value)} />}</Field>
        <Field label={t('people.col.kind')}>
          {(field) => (
            <select id={field} value={kind} onChange={(event) => setKind(event.currentTarget.value as Practitioner['kind'])}>
              {kinds.map((one) => <option key={one} value={one}>{t(`people.kind.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('people.col.standing')}>
          {(field) => (
            <select id={field} name="standing" value={standing} onChange={(event) => setStanding(event.currentTarget.value as Practitioner['standing'])}>
              {standings.map((one) => <option key={one} value={one}>{t(`people.standing.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('people.col.firm')}>{(field) => <input id={field} name="firm" maxLength={100} value={firm} onInput={(event) => setFirm(event.currentTarget.value)} />}</Field>
        <Field label={t('people.col.mobile')} hint={of?.mobileMasked}>{(field, hint) => <input id={field} aria-describedby={hint} inputMode="tel" maxLength={21} value={mobile} onInput={(event) => setMobile(event.currentTarget.value)} />}</Field>
      </div>
      <Field label={t('people.col.specialities')} hint={t('people.specialities.hint')}>
        {(field, hint) => <input id={field} aria-describedby={hint} value={specialities} onInput={(event) => setSpecialities(event.currentTarget.value)} />}
      </Field>
    </EditDialog>
  );
}
