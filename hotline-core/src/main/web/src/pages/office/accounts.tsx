import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { accounts, roles, type AccountRow, type FirstPassword } from '../../api/office';
import { api } from '../../api/client';
import type { Centre, Role } from '../../api/types';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { account, centre, has, now } from '../../state/session';
import { fits } from '../../record/pinyin';
import { Button, Chip, Dialog, Empty, Field, Part, Skeleton, say } from '../../ui/kit';
import { Ask, attempt, Moment, refusal } from '../../ui/office';

type Step = 'edit' | 'reset' | 'lock' | 'close' | 'factor';

/** Who may sign in and what for. Whoever administers the system only looks; the office of security changes. */
export function AccountsPage(): JSX.Element {
  const load = useLoad((signal) => accounts.list(signal), []);
  const centres = useLoad(() => api.centres(), []);
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState('');
  const [fresh, setFresh] = useState(false);
  const [open, setOpen] = useState<{ row: AccountRow; step: Step } | null>(null);
  const [passwords, setPasswords] = useState<FirstPassword[] | null>(null);
  const may = has('security');
  const shown = useMemo(
    () => (load.data?.items ?? []).filter((one) => (!role || one.roles.includes(role as Role))
      && fits(typed, { key: one.username, zh: one.name, en: one.username })),
    [load.data, typed, role],
  );
  const done = (): void => {
    setOpen(null);
    load.reload();
  };
  const many = async (): Promise<void> => {
    await attempt(async () => {
      const { items } = await accounts.createForPractitioners(centre.value?.id ?? '');
      if (items.length) setPasswords(items);
      else say(t('accounts.forPractitioners.none'));
      load.reload();
    });
  };

  return (
    <section>
      <div class="office-bar">
        <input type="search" aria-label={t('accounts.search')} placeholder={t('accounts.search')} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        <select aria-label={t('accounts.col.roles')} value={role} onChange={(event) => setRole(event.currentTarget.value)}>
          <option value="">{t('accounts.all')}</option>
          {roles.map((one) => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
        </select>
        {may && (
          <div class="page-actions">
            <Button title={t('accounts.forPractitioners.text')} onClick={() => void many()}>{t('accounts.forPractitioners')}</Button>
            <Button kind="primary" icon="plus" onClick={() => setFresh(true)}>{t('accounts.new')}</Button>
          </div>
        )}
      </div>
      <Part load={load} skeleton={<Skeleton kind="row" rows={8} />}>
        {() => (shown.length === 0 ? <Empty icon="user" title={t('accounts.empty.title')} text={t('accounts.empty.text')} /> : (
          <div class="table-box" role="region" aria-label={t('admin.accounts')} tabIndex={0}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{t('accounts.col.name')}</th>
                  <th scope="col">{t('accounts.col.username')}</th>
                  <th scope="col">{t('accounts.col.roles')}</th>
                  <th scope="col">{t('accounts.col.state')}</th>
                  <th scope="col">{t('accounts.col.factor')}</th>
                  <th scope="col">{t('accounts.col.last')}</th>
                  {may && <th scope="col"><span class="visually-hidden">{t('action.edit')}</span></th>}
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <tr key={one.username} data-account={one.username}>
                    <th scope="row">{one.name}</th>
                    <td class="num">{one.username}</td>
                    <td>{one.roles.map((each) => t(`role.${each}`)).join(' · ')}</td>
                    <td><State of={one} /></td>
                    <td>{t(one.secondFactor ? 'accounts.factor.yes' : 'accounts.factor.no')}</td>
                    <td>{one.lastSignInAt ? <Moment at={one.lastSignInAt} /> : <span class="muted">{t('accounts.never')}</span>}</td>
                    {may && (
                      <td class="table-end">
                        <Steps of={one} take={(step) => setOpen({ row: one, step })} lift={async () => {
                          if (await attempt(() => accounts.lock(one.username, false), t('accounts.saved'))) load.reload();
                        }} />
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </Part>
      {fresh && <Edit centres={centres.data?.items ?? []} close={() => setFresh(false)} done={(made) => {
        setFresh(false);
        if (made.password) setPasswords([{ username: made.username, name: made.name, password: made.password }]);
        load.reload();
      }} />}
      {open?.step === 'edit' && <Edit row={open.row} centres={centres.data?.items ?? []} close={() => setOpen(null)} done={() => {
        say(t('accounts.saved'), 'ok');
        done();
      }} />}
      {open?.step === 'reset' && (
        <Ask title={t('accounts.reset')} text={t('accounts.reset.text', { name: open.row.name })} action={t('accounts.reset')} onClose={() => setOpen(null)}
          onDone={() => attempt(async () => {
            const changed = await accounts.reset(open.row.username);
            setPasswords([{ username: changed.username, name: changed.name, password: changed.password ?? '' }]);
            done();
          })} />
      )}
      {open?.step === 'lock' && (
        <Ask title={t('accounts.lock')} text={t('accounts.lock.text', { name: open.row.name })} action={t('accounts.lock')} danger onClose={() => setOpen(null)}
          onDone={() => attempt(async () => {
            await accounts.lock(open.row.username, true);
            done();
          }, t('accounts.saved'))} />
      )}
      {open?.step === 'close' && (
        <Ask title={t('accounts.close')} text={t('accounts.close.text', { name: open.row.name })} action={t('accounts.close')} danger onClose={() => setOpen(null)}
          onDone={() => attempt(async () => {
            await accounts.change(open.row.username, { version: open.row.version, active: false });
            done();
          }, t('accounts.saved'))} />
      )}
      {open?.step === 'factor' && (
        <Ask title={t('accounts.factor.remove')} text={t('accounts.factor.remove.text', { name: open.row.name })} action={t('accounts.factor.remove')} danger onClose={() => setOpen(null)}
          onDone={() => attempt(async () => {
            await accounts.removeFactor(open.row.username);
            done();
          }, t('accounts.saved'))} />
      )}
      {passwords && <FirstPasswords of={passwords} close={() => setPasswords(null)} />}
    </section>
  );
}

function State({ of }: { of: AccountRow }): JSX.Element {
  if (!of.active) return <Chip>{t('accounts.state.closed')}</Chip>;
  if (of.lockedByHand) return <Chip tone="bad">{t('accounts.state.locked')}</Chip>;
  if (of.lockedUntil && Date.parse(of.lockedUntil) > now()) return <Chip tone="warn">{t('accounts.state.failures')}</Chip>;
  if (of.passwordByOther) return <Chip tone="info">{t('accounts.state.first')}</Chip>;
  return <Chip tone="ok">{t('accounts.state.active')}</Chip>;
}

/** What can be done to an account, as a list that says it in words. */
function Steps({ of, take, lift }: { of: AccountRow; take: (step: Step) => void; lift: () => Promise<void> }): JSX.Element {
  const self = of.username === account.value?.username;
  const locked = of.lockedByHand || (of.lockedUntil !== null && Date.parse(of.lockedUntil) > now());
  return (
    <select
      aria-label={`${t('action.edit')}: ${of.name}`}
      class="steps"
      value=""
      onChange={(event) => {
        const step = event.currentTarget.value;
        event.currentTarget.value = '';
        if (step === 'lift') void lift();
        else if (step) take(step as Step);
      }}
    >
      <option value="">{t('action.edit')}…</option>
      <option value="edit">{t('accounts.col.roles')} · {t('accounts.col.name')}</option>
      {!self && <option value="reset">{t('accounts.reset')}</option>}
      {!self && (locked ? <option value="lift">{t('accounts.unlock')}</option> : <option value="lock">{t('accounts.lock')}</option>)}
      {!self && of.secondFactor && <option value="factor">{t('accounts.factor.remove')}</option>}
      {!self && of.active && <option value="close">{t('accounts.close')}</option>}
    </select>
  );
}

function Edit({ row, centres, close, done }: { row?: AccountRow; centres: readonly Centre[]; close: () => void; done: (account: AccountRow) => void }): JSX.Element {
  const [username, setUsername] = useState(row?.username ?? '');
  const [name, setName] = useState(row?.name ?? '');
  const [chosen, setChosen] = useState<Role[]>(row?.roles ?? ['lawyer']);
  const [where, setWhere] = useState(row?.centre ?? centre.value?.id ?? '');
  const [active, setActive] = useState(row?.active ?? true);
  const [trouble, setTrouble] = useState('');
  const self = row?.username === account.value?.username;
  const save = async (): Promise<void> => {
    try {
      done(row
        ? await accounts.change(row.username, { version: row.version, name, centre: where, ...(self ? {} : { roles: chosen, active }) })
        : await accounts.create({ username: username.trim(), name: name.trim(), roles: chosen, centre: where }));
    } catch (failure) {
      setTrouble(refusal(failure));
    }
  };
  return (
    <Dialog
      title={row ? row.name : t('accounts.new')}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!name.trim() || !username.trim() || chosen.length === 0} onClick={() => void save()}>{t('action.save')}</Button>
        </>
      }
    >
      <div class="form-grid">
        <Field label={t('accounts.col.name')} needed>
          {(id) => <input id={id} name="name" maxLength={100} value={name} autofocus onInput={(event) => setName(event.currentTarget.value)} />}
        </Field>
        <Field label={t('accounts.col.username')} needed>
          {(id) => <input id={id} name="username" maxLength={64} autocomplete="off" disabled={row !== undefined} value={username} onInput={(event) => setUsername(event.currentTarget.value)} />}
        </Field>
      </div>
      <fieldset>
        <legend>{t('accounts.col.roles')}</legend>
        <div class="choices">
          {roles.map((one) => (
            <label key={one} class="choice">
              <input type="checkbox" name={one} disabled={self} checked={chosen.includes(one)} onChange={(event) =>
                setChosen(event.currentTarget.checked ? [...chosen, one] : chosen.filter((other) => other !== one))} />
              <span>{t(`role.${one}`)}</span>
            </label>
          ))}
        </div>
        <p class="hint muted">{t('accounts.roles.rule')}</p>
      </fieldset>
      {centres.length > 1 && (
        <Field label={t('accounts.centre')}>
          {(id) => (
            <select id={id} value={where} onChange={(event) => setWhere(event.currentTarget.value)}>
              {centres.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
            </select>
          )}
        </Field>
      )}
      {row && !row.active && !self && (
        <label class="tick">
          <input type="checkbox" checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          {t('accounts.reopen')}
        </label>
      )}
      <p class="bad" role="alert">{trouble}</p>
    </Dialog>
  );
}

function FirstPasswords({ of, close }: { of: readonly FirstPassword[]; close: () => void }): JSX.Element {
  const copy = (): void => void navigator.clipboard?.writeText(of.map((one) => `${one.name}\t${one.username}\t${one.password}`).join('\n'))
    .then(() => say(t('action.copied'), 'ok'));
  return (
    <Dialog
      title={t('accounts.first.title')}
      wide={of.length > 1}
      onClose={close}
      actions={
        <>
          <Button icon="print" onClick={() => print()}>{t('accounts.print')}</Button>
          <Button onClick={copy}>{t('action.copy')}</Button>
          <Button kind="primary" onClick={close}>{t('action.close')}</Button>
        </>
      }
    >
      <p>{t('accounts.first.text')}</p>
      <table class="table first-passwords" data-test="first-passwords">
        <tbody>
          {of.map((one) => (
            <tr key={one.username}>
              <th scope="row">{one.name}</th>
              <td class="num">{one.username}</td>
              <td><code>{one.password}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

export function PolicyPage(): JSX.Element {
  const where = centre.value?.id ?? '';
  const load = useLoad((signal) => accounts.policy(where, signal), [where]);
  return (
    <div class="columns">
      <section aria-labelledby="policy">
        <h2 id="policy">{t('policy.title')}</h2>
        <Part load={load}>
          {(data) => (
            <div class="card pad stack">
              <p class="muted">{t('policy.text')}</p>
              {roles.map((one) => (
                <label key={one} class="tick">
                  <input
                    type="checkbox"
                    name={one}
                    checked={data.secondFactorRoles.includes(one)}
                    onChange={async (event) => {
                      const next = event.currentTarget.checked
                        ? [...data.secondFactorRoles, one]
                        : data.secondFactorRoles.filter((other) => other !== one);
                      await attempt(() => accounts.setPolicy(where, next), t('policy.saved'));
                      load.reload();
                    }}
                  />
                  {t(`role.${one}`)}
                </label>
              ))}
            </div>
          )}
        </Part>
      </section>
      <section aria-labelledby="fixed">
        <h2 id="fixed">{t('policy.fixed')}</h2>
        <ul class="card pad stack">
          {(['password', 'lock', 'idle', 'apart'] as const).map((one) => <li key={one}>{t(`policy.fixed.${one}`)}</li>)}
        </ul>
      </section>
    </div>
  );
}
