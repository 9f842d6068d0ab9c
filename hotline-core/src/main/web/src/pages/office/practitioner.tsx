import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { desk, kinds, phoneKinds, standings, weekdays, type PhoneKind, type Practitioner, type Weekday } from '../../api/office';
import { locale, t } from '../../i18n';
import { Field } from '../../ui/kit';
import { EditDialog } from '../../ui/office';
import { hoursOf, parts, wrongHours } from './hours';

const mostShare = 1000;
const dayName = (day: Weekday): string =>
  new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(day))));

interface DayOfWeek {
  can: boolean;
  hours: string;
  ratherNot: boolean;
}
type Week = Record<Weekday, DayOfWeek>;

function weekOf(one: Practitioner | null): Week {
  const week = {} as Week;
  for (const day of weekdays) {
    week[day] = {
      can: one?.availableOn?.includes(day) ?? true,
      hours: (one?.availableAt ?? []).filter((group) => group.days.includes(day)).flatMap((group) => group.hours).join(', '),
      ratherNot: one?.dislikedOn?.includes(day) ?? false,
    };
  }
  return week;
}

/** Everything that is known of somebody who does duty: who he is, when he can, and on which telephone. */
export function EditPractitioner({ of, close, done }: { of: Practitioner | null; close: () => void; done: (changed: Practitioner) => void }): JSX.Element {
  const [id, setId] = useState(of?.id ?? '');
  const [name, setName] = useState(of?.name ?? '');
  const [kind, setKind] = useState(of?.kind ?? 'LAWYER');
  const [firm, setFirm] = useState(of?.firm ?? '');
  const [licence, setLicence] = useState(of?.licence ?? '');
  const [specialities, setSpecialities] = useState((of?.specialities ?? []).join('、'));
  const [languages, setLanguages] = useState((of?.languages ?? []).join('、'));
  const [mobile, setMobile] = useState('');
  const [email, setEmail] = useState(of?.email ?? '');
  const [standing, setStanding] = useState(of?.standing ?? 'ACTIVE');
  const [week, setWeek] = useState(weekOf(of));
  const [share, setShare] = useState(String(of?.sharePercent ?? 100));
  const [balance, setBalance] = useState(String(of?.openingBalance ?? 0));
  const [phones, setPhones] = useState<readonly PhoneKind[]>(of?.phones ?? []);

  const shareRight = /^\d{1,4}$/.test(share.trim()) && Number(share) >= 1 && Number(share) <= mostShare;
  const free = weekdays.filter((day) => week[day].can);
  const wrong = free.flatMap((day) => wrongHours(week[day].hours).map((text) => ({ day, text })));

  const save = async (): Promise<void> => {
    const bound = free.filter((day) => hoursOf(week[day].hours).length > 0);
    const body: Partial<Practitioner> = {
      name: name.trim(),
      kind,
      firm: firm.trim(),
      licence: licence.trim(),
      specialities: parts(specialities),
      languages: parts(languages),
      email: email.trim(),
      standing,
      availableOn: [...free],
      dislikedOn: weekdays.filter((day) => week[day].ratherNot),
      availableAt: bound.map((day) => ({ days: [day], hours: hoursOf(week[day].hours) })),
      sharePercent: Number(share),
      openingBalance: Number(balance) || 0,
      phones: [...phones],
      ...(mobile.trim() ? { mobile: mobile.trim() } : {}),
    };
    done(of ? await desk.changePractitioner(of.id, body) : await desk.addPractitioner({ ...body, id: id.trim() }));
  };

  return (
    <EditDialog
      title={of?.name ?? t('people.new')}
      wide
      ready={Boolean(name.trim() && (of || id.trim())) && shareRight && free.length > 0 && wrong.length === 0}
      save={save}
      close={close}
    >
      <div class="form-grid three">
        <Field label={t('people.col.name')} needed>{(field) => <input id={field} name="name" maxLength={100} value={name} onInput={(event) => setName(event.currentTarget.value)} />}</Field>
        <Field label={t('people.col.id')} needed>{(field) => <input id={field} name="id" maxLength={40} disabled={of !== null} value={id} onInput={(event) => setId(event.currentTarget.value)} />}</Field>
        <Field label={t('people.col.standing')}>
          {(field) => (
            <select id={field} name="standing" value={standing} onChange={(event) => setStanding(event.currentTarget.value as Practitioner['standing'])}>
              {standings.map((one) => <option key={one} value={one}>{t(`people.standing.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('people.col.kind')}>
          {(field) => (
            <select id={field} value={kind} onChange={(event) => setKind(event.currentTarget.value as Practitioner['kind'])}>
              {kinds.map((one) => <option key={one} value={one}>{t(`people.kind.${one}`)}</option>)}
            </select>
          )}
        </Field>
        <Field label={t('people.col.firm')}>{(field) => <input id={field} name="firm" maxLength={100} value={firm} onInput={(event) => setFirm(event.currentTarget.value)} />}</Field>
        <Field label={t('people.licence')}>{(field) => <input id={field} name="licence" maxLength={40} value={licence} onInput={(event) => setLicence(event.currentTarget.value)} />}</Field>
        <Field label={t('people.col.specialities')} hint={t('people.specialities.hint')}>
          {(field, hint) => <input id={field} aria-describedby={hint} value={specialities} onInput={(event) => setSpecialities(event.currentTarget.value)} />}
        </Field>
        <Field label={t('people.languages')}>{(field) => <input id={field} name="languages" value={languages} onInput={(event) => setLanguages(event.currentTarget.value)} />}</Field>
        <Field label={t('people.email')}>{(field) => <input id={field} name="email" type="email" maxLength={254} value={email} onInput={(event) => setEmail(event.currentTarget.value)} />}</Field>
      </div>

      <fieldset>
        <legend>{t('people.when')}</legend>
        <table class="table small week" data-test="week">
          <thead>
            <tr>
              <th scope="col">{t('people.when.day')}</th>
              <th scope="col">{t('people.when.can')}</th>
              <th scope="col">{t('people.when.hours')}</th>
              <th scope="col">{t('people.when.rather_not')}</th>
            </tr>
          </thead>
          <tbody>
            {weekdays.map((day) => {
              const put = (change: Partial<DayOfWeek>): void => setWeek({ ...week, [day]: { ...week[day], ...change } });
              const label = (what: string): string => `${dayName(day)} ${what}`;
              return (
                <tr key={day}>
                  <th scope="row">{dayName(day)}</th>
                  <td><input type="checkbox" name={`can-${day}`} aria-label={label(t('people.when.can'))} checked={week[day].can} onChange={(event) => put({ can: event.currentTarget.checked })} /></td>
                  <td class="grow"><input class="num" name={`hours-${day}`} aria-label={label(t('people.when.hours'))} placeholder={t('people.when.whole')} maxLength={80} disabled={!week[day].can}
                    aria-invalid={wrong.some((one) => one.day === day)} value={week[day].hours} onInput={(event) => put({ hours: event.currentTarget.value })} /></td>
                  <td><input type="checkbox" name={`not-${day}`} aria-label={label(t('people.when.rather_not'))} disabled={!week[day].can} checked={week[day].ratherNot} onChange={(event) => put({ ratherNot: event.currentTarget.checked })} /></td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <p class="hint muted">{t('people.when.hint')}</p>
        {wrong.map((one) => <p key={one.day} class="bad" role="alert">{t('people.when.wrong', { day: dayName(one.day), text: one.text })}</p>)}
        {free.length === 0 && <p class="bad" role="alert">{t('people.when.none')}</p>}
      </fieldset>

      <div class="form-grid">
        <Field label={t('people.share')} hint={shareRight ? t('people.share.hint') : t('people.share.wrong')}>
          {(field, hint) => <input id={field} name="share" aria-describedby={hint} aria-invalid={!shareRight} inputMode="numeric" maxLength={4} value={share} onInput={(event) => setShare(event.currentTarget.value)} />}
        </Field>
        <Field label={t('people.balance')} hint={t('people.balance.hint')}>
          {(field, hint) => <input id={field} name="balance" aria-describedby={hint} type="number" min={0} max={100000} value={balance} onInput={(event) => setBalance(event.currentTarget.value)} />}
        </Field>
      </div>

      <fieldset>
        <legend>{t('people.phones')}</legend>
        <div class="form-grid">
          <Field label={t('people.phone.usual')}>
            {(field) => (
              <select id={field} name="usual-phone" value={phones[0] ?? ''} onChange={(event) => {
                const usual = event.currentTarget.value as PhoneKind | '';
                setPhones(usual ? [usual, ...phones.filter((one) => one !== usual)] : []);
              }}>
                <option value="">{t('people.phone.default')}</option>
                {phoneKinds.map((one) => <option key={one} value={one}>{t(`people.phone.${one}`)}</option>)}
              </select>
            )}
          </Field>
          <Field label={t('people.col.mobile')} hint={of?.mobileMasked}>{(field, hint) => <input id={field} name="mobile" aria-describedby={hint} inputMode="tel" maxLength={21} value={mobile} onInput={(event) => setMobile(event.currentTarget.value)} />}</Field>
        </div>
        {phones.length > 0 && (
          <div class="choices" role="group" aria-label={t('people.phone.others')}>
            <span class="muted">{t('people.phone.others')}</span>
            {phoneKinds.filter((one) => one !== phones[0]).map((one) => (
              <label key={one} class="choice">
                <input type="checkbox" name={`phone-${one}`} checked={phones.includes(one)} onChange={(event) =>
                  setPhones(event.currentTarget.checked ? [...phones, one] : phones.filter((other) => other !== one))} />
                <span>{t(`people.phone.${one}`)}</span>
              </label>
            ))}
          </div>
        )}
        <p class="hint muted">{t('people.phone.hint')}</p>
      </fieldset>
    </EditDialog>
  );
}
