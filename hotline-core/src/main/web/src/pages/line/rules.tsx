import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { line, type LineChoices } from '../../api/line';
import type { Centre } from '../../api/types';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { has } from '../../state/session';
import { Button, Field, IconButton, Part, say, Skeleton } from '../../ui/kit';
import { attempt } from '../../ui/office';

/** At most so many centres help out; the rule of openapi/line.yaml. */
const mostHelping = 5;
const fewestSeconds = 5;
const mostSeconds = 3600;

interface Props {
  centre: string;
  centres: readonly Centre[];
}

/** Keys of the welcome, the wait before the standby, who is called for help, and what concerns other centres. */
export function LineRules({ centre, centres }: Props): JSX.Element {
  const load = useLoad((signal) => line.choices(centre, signal), [centre]);
  return (
    <Part load={load} skeleton={<Skeleton kind="card" rows={3} />}>
      {(choices) => <Rules key={JSON.stringify(choices)} choices={choices} centre={centre} centres={centres} saved={load.reload} />}
    </Part>
  );
}

function Rules({ choices, centre, centres, saved }: Props & { choices: LineChoices; saved: () => void }): JSX.Element {
  const [earlier, setEarlier] = useState(choices.earlierTurnKey);
  const [english, setEnglish] = useState(choices.englishKey);
  const [overflow, setOverflow] = useState(choices.overflowSeconds?.toString() ?? '');
  const [person, setPerson] = useState(choices.helpPerson ?? '');
  const [number, setNumber] = useState('');
  const [forget, setForget] = useState(false);
  const [above, setAbove] = useState(choices.above ?? '');
  const [short, setShort] = useState(choices.shortNumber ?? '');
  const [helping, setHelping] = useState<string[] | null>(choices.helping);
  const [busy, setBusy] = useState(false);
  const beyond = has('administrator');
  const name = (id: string): string => centres.find((one) => one.id === id)?.name ?? id;
  const others = centres.filter((one) => one.id !== centre);

  const seconds = overflow.trim();
  const wrongOverflow = seconds !== '' && !(/^\d{1,4}$/.test(seconds) && Number(seconds) >= fewestSeconds && Number(seconds) <= mostSeconds);
  const wrongShort = short.trim() !== '' && !/^[2-9]\d{0,3}$/.test(short.trim());

  const save = async (): Promise<void> => {
    setBusy(true);
    await attempt(async () => {
      const after = await line.choose(centre, {
        earlierTurnKey: earlier,
        englishKey: english,
        overflowSeconds: seconds === '' ? null : Number(seconds),
        helpPerson: person.trim() || null,
        ...(number.trim() ? { helpNumber: number.trim() } : forget || !person.trim() ? { helpNumber: null } : {}),
        ...(beyond ? { above: above || null, shortNumber: short.trim() || null, helping } : {}),
      });
      say(t(after.told === false ? 'line.saved.later' : 'line.saved'), after.told === false ? 'warn' : 'ok');
      saved();
    });
    setBusy(false);
  };

  return (
    <form
      class="line-rules"
      data-test="line-rules"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongOverflow && !wrongShort) void save();
      }}
    >
      <p class="muted">{t('line.choices.intro')}</p>
      <div class="line-cards">
        <fieldset class="card pad">
          <legend>{t('line.keys')}</legend>
          <label class="tick"><input type="checkbox" name="earlierTurnKey" checked={earlier} onChange={(event) => setEarlier(event.currentTarget.checked)} />{t('line.key.earlier')}</label>
          <label class="tick"><input type="checkbox" name="englishKey" checked={english} onChange={(event) => setEnglish(event.currentTarget.checked)} />{t('line.key.english')}</label>
          <p class="hint muted">{t('line.keys.hint')}</p>
          <Field label={t('line.overflow')} hint={t('line.overflow.hint')}>
            {(id, hint) => <input id={id} name="overflowSeconds" aria-describedby={hint} aria-invalid={wrongOverflow} inputMode="numeric" maxLength={4}
              value={overflow} onInput={(event) => setOverflow(event.currentTarget.value)} />}
          </Field>
          {wrongOverflow && <p class="bad" role="alert">{t('line.wrong.overflow')}</p>}
        </fieldset>
        <fieldset class="card pad">
          <legend>{t('line.help')}</legend>
          <p class="hint muted">{t('line.help.hint')}</p>
          <Field label={t('signin.username')}>
            {(id) => <input id={id} name="helpPerson" autocomplete="off" autocapitalize="none" spellcheck={false} maxLength={64} value={person} onInput={(event) => setPerson(event.currentTarget.value)} />}
          </Field>
          <Field label={t('line.help.number')} hint={choices.helpNumber && !forget ? t('line.help.number.kept', { masked: choices.helpNumber }) : t('line.help.number.none')}>
            {(id, hint) => <input id={id} name="helpNumber" aria-describedby={hint} inputMode="tel" autocomplete="off" maxLength={32} disabled={!person.trim()}
              value={number} onInput={(event) => setNumber(event.currentTarget.value)} />}
          </Field>
          {choices.helpNumber && (
            <label class="tick"><input type="checkbox" checked={forget} onChange={(event) => setForget(event.currentTarget.checked)} />{t('line.help.number.forget')}</label>
          )}
        </fieldset>
        <fieldset class="card pad" disabled={!beyond}>
          <legend>{t('line.tree')}</legend>
          {!beyond && <p class="hint muted">{t('line.tree.hint')}</p>}
          <div class="form-grid">
            <Field label={t('line.above')}>
              {(id) => (
                <select id={id} name="above" value={above} onChange={(event) => setAbove(event.currentTarget.value)}>
                  <option value="">{t('line.above.none')}</option>
                  {others.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
                </select>
              )}
            </Field>
            <Field label={t('line.short')} hint={t('line.short.hint')}>
              {(id, hint) => <input id={id} name="shortNumber" aria-describedby={hint} aria-invalid={wrongShort} inputMode="numeric" maxLength={4} value={short} onInput={(event) => setShort(event.currentTarget.value)} />}
            </Field>
          </div>
          {wrongShort && <p class="bad" role="alert">{t('line.wrong.short')}</p>}
          <Field label={t('line.helping')} hint={choices.helpingNow.length ? t('line.helping.now', { names: choices.helpingNow.map(name).join(t('list.comma')) }) : t('line.helping.nobody')}>
            {(id, hint) => (
              <select id={id} name="helping" aria-describedby={hint} value={helping === null ? 'near' : 'own'} onChange={(event) => setHelping(event.currentTarget.value === 'near' ? null : choices.helpingNow)}>
                <option value="near">{t('line.helping.near')}</option>
                <option value="own">{t('line.helping.own')}</option>
              </select>
            )}
          </Field>
          {helping && <Helping chosen={helping} others={others} name={name} change={setHelping} />}
        </fieldset>
      </div>
      <div class="form-foot"><Button type="submit" kind="primary" busy={busy} disabled={busy || wrongOverflow || wrongShort}>{t('action.save')}</Button></div>
    </form>
  );
}

function Helping({ chosen, others, name, change }: {
  chosen: readonly string[];
  others: readonly Centre[];
  name: (id: string) => string;
  change: (next: string[]) => void;
}): JSX.Element {
  const rest = others.filter((one) => !chosen.includes(one.id));
  const up = (at: number): string[] => chosen.map((one, n) => (n === at - 1 ? chosen[at] : n === at ? chosen[at - 1] : one) ?? one);
  return (
    <>
      <ol class="rows helping" data-test="helping">
        {chosen.map((id, n) => (
          <li key={id} class="row">
            <span class="row-main">{n + 1}. {name(id)}</span>
            {n > 0 && <IconButton icon="up" label={t('line.helping.up', { name: name(id) })} onClick={() => change(up(n))} />}
            <IconButton icon="close" label={t('line.helping.out', { name: name(id) })} onClick={() => change(chosen.filter((other) => other !== id))} />
          </li>
        ))}
        {chosen.length === 0 && <li class="row muted">{t('line.helping.nobody')}</li>}
      </ol>
      {rest.length > 0 && chosen.length < mostHelping && (
        <select aria-label={t('line.helping.add')} value="" onChange={(event) => change([...chosen, event.currentTarget.value])}>
          <option value="" disabled>{t('line.helping.add')}</option>
          {rest.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
        </select>
      )}
    </>
  );
}
