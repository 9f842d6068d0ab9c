import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { own, type OwnSecurity } from '../../api/office';
import { createKey, keysPossible } from '../../state/keys';
import { t } from '../../i18n';
import { useLoad } from '../../state/load';
import { Chip, Button, Dialog, Field, Part, say } from '../../ui/kit';
import { Ask, attempt, Moment, refusal } from '../../ui/office';

/** One's own account: password and second factor. */
export function Me(): JSX.Element {
  return (
    <div class="page office me-page">
      <header class="page-head"><h1>{t('nav.me')}</h1></header>
      <div class="columns">
        <section aria-labelledby="own-password">
          <h2 id="own-password">{t('me.password')}</h2>
          <div class="card pad"><OwnPassword done={() => say(t('me.password.changed'), 'ok')} /></div>
        </section>
        <SecondFactors />
      </div>
    </div>
  );
}

export function OwnPassword({ done }: { done: () => void }): JSX.Element {
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [trouble, setTrouble] = useState('');
  const save = async (): Promise<void> => {
    try {
      await own.changePassword(password, next);
      setPassword('');
      setNext('');
      setTrouble('');
      done();
    } catch (failure) {
      setTrouble(refusal(failure));
    }
  };
  return (
    <form class="stack" onSubmit={(event) => {
      event.preventDefault();
      void save();
    }}>
      <Field label={t('me.password.now')}>
        {(id) => <input id={id} name="password" type="password" autocomplete="current-password" maxLength={256} value={password} onInput={(event) => setPassword(event.currentTarget.value)} />}
      </Field>
      <Field label={t('me.password.next')} hint={t('me.password.rule')}>
        {(id, hint) => <input id={id} name="next" aria-describedby={hint} type="password" autocomplete="new-password" maxLength={256} value={next} onInput={(event) => setNext(event.currentTarget.value)} />}
      </Field>
      <p class="bad" role="alert">{trouble}</p>
      <div><Button kind="primary" type="submit" disabled={!password || !next}>{t('me.password.change')}</Button></div>
    </form>
  );
}

export function SecondFactors({ changed }: { changed?: () => void }): JSX.Element {
  const load = useLoad((signal) => own.security(signal), []);
  const [step, setStep] = useState<'app' | 'key' | 'removeApp' | { key: string } | null>(null);
  const done = (text: string): void => {
    setStep(null);
    say(text, 'ok');
    load.reload();
    changed?.();
  };
  return (
    <section aria-labelledby="factors">
      <h2 id="factors">{t('me.factor')}</h2>
      <p class="muted">{t('me.factor.text')}{load.data?.needed ? ` ${t('me.factor.needed')}` : ''}</p>
      <Part load={load}>
        {(data) => (
          <div class="card">
            <div class="row">
              <span class="row-main">{t('me.app')}</span>
              <Chip tone={data.code ? 'ok' : 'neutral'}>{t(data.code ? 'me.app.on' : 'me.app.off')}</Chip>
              {data.code
                ? <Button small onClick={() => setStep('removeApp')}>{t('action.remove')}</Button>
                : <Button small onClick={() => setStep('app')}>{t('me.app.begin')}</Button>}
            </div>
            <Keys of={data} add={() => setStep('key')} remove={(key) => setStep({ key })} />
          </div>
        )}
      </Part>
      {step === 'app' && <NewApp close={() => setStep(null)} done={() => done(t('me.app.done'))} />}
      {step === 'key' && <NewKey close={() => setStep(null)} done={() => done(t('me.keys.added'))} />}
      {step === 'removeApp' && <PasswordFor title={t('me.app')} close={() => setStep(null)} go={(password) => own.removeCode(password)} done={() => done(t('me.app.removed'))} />}
      {typeof step === 'object' && step && (
        <PasswordFor title={t('me.keys')} close={() => setStep(null)} go={(password) => own.removeKey(step.key, password)} done={() => done(t('me.keys.removed'))} />
      )}
    </section>
  );
}

function Keys({ of, add, remove }: { of: OwnSecurity; add: () => void; remove: (key: string) => void }): JSX.Element {
  const possible = keysPossible();
  return (
    <>
      <div class="row">
        <span class="row-main">
          {t('me.keys')}
          {!possible && <small>{t('me.keys.unable')}</small>}
          {possible && of.keys.length === 0 && <small>{t('me.keys.none')}</small>}
        </span>
        {possible && <Button small onClick={add}>{t('me.keys.add')}</Button>}
      </div>
      {of.keys.map((one) => (
        <div key={one.id} class="row sub">
          <span class="row-main">
            {one.name}
            <small>{one.lastUsedAt ? <>{t('me.keys.used', { time: '' })}<Moment at={one.lastUsedAt} /></> : t('me.keys.unused')}</small>
          </span>
          <Button small onClick={() => remove(one.id)}>{t('action.remove')}</Button>
        </div>
      ))}
    </>
  );
}

function PasswordFor({ title, close, go, done }: { title: string; close: () => void; go: (password: string) => Promise<unknown>; done: () => void }): JSX.Element {
  return <AskPassword title={title} close={close} onDone={(password) => attempt(async () => {
    await go(password);
    done();
  })} />;
}

function AskPassword({ title, close, onDone }: { title: string; close: () => void; onDone: (password: string) => Promise<boolean> }): JSX.Element {
  const [password, setPassword] = useState('');
  return (
    <Ask title={title} action={t('action.confirm')} onClose={close} onDone={() => onDone(password)}>
      <Field label={t('me.again')}>
        {(id) => <input id={id} name="again" type="password" autocomplete="current-password" autofocus value={password} onInput={(event) => setPassword(event.currentTarget.value)} />}
      </Field>
    </Ask>
  );
}

function NewApp({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const [secret, setSecret] = useState<{ secret: string; cells: boolean[][] } | null>(null);
  const [code, setCode] = useState('');
  const begin = (password: string): Promise<boolean> => attempt(async () => {
    const [made, { encode }] = await Promise.all([own.begin(password), import('uqr')]);
    setSecret({ secret: made.secret, cells: encode(made.address, { ecc: 'M', border: 2 }).data });
  });
  // The password's dialog stays until the picture is there.
  if (!secret) return <AskPassword title={t('me.app.begin')} close={close} onDone={async (password) => {
    await begin(password);
    return false;
  }} />;
  const confirm = (): Promise<boolean> => attempt(async () => {
    await own.confirm(code);
    done();
  });
  return (
    <Dialog
      title={t('me.app.begin')}
      onClose={close}
      actions={<Button kind="primary" disabled={!/^\d{6}$/.test(code)} onClick={() => void confirm()}>{t('me.app.confirm')}</Button>}
    >
      <p>{t('me.app.scan')}</p>
      <Picture cells={secret.cells} />
      <p>{t('me.app.secret')}: <code class="secret">{secret.secret.replace(/(.{4})/g, '$1 ').trim()}</code></p>
      <Field label={t('me.app.code')}>
        {(id) => (
          <input id={id} name="code" inputMode="numeric" autocomplete="one-time-code" maxLength={6} autofocus value={code}
            onInput={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))}
            onKeyDown={(event) => event.key === 'Enter' && /^\d{6}$/.test(code) && void confirm()} />
        )}
      </Field>
    </Dialog>
  );
}

/** A QR code as one path: dark on light whatever the theme, or no camera reads it. */
function Picture({ cells }: { cells: readonly boolean[][] }): JSX.Element {
  const path = cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${cells.length} ${cells.length}`} role="img" aria-label="QR">
      <rect width={cells.length} height={cells.length} />
      <path d={path} />
    </svg>
  );
}

function NewKey({ close, done }: { close: () => void; done: () => void }): JSX.Element {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const add = async (): Promise<boolean> => {
    let question: unknown;
    if (!await attempt(async () => ({ question } = await own.askNewKey(password)))) return false;
    let answer: unknown;
    try {
      answer = await createKey(question);
    } catch {
      say(t('me.keys.refused'), 'bad');
      return false;
    }
    return attempt(async () => {
      await own.addKey(name.trim(), answer);
      done();
    });
  };
  return (
    <Ask title={t('me.keys.add')} action={t('me.keys.add')} onClose={close} onDone={add}>
      <Field label={t('me.keys.name')} needed>
        {(id) => <input id={id} name="key-name" maxLength={60} autofocus value={name} onInput={(event) => setName(event.currentTarget.value)} />}
      </Field>
      <Field label={t('me.again')}>
        {(id) => <input id={id} name="again" type="password" autocomplete="current-password" value={password} onInput={(event) => setPassword(event.currentTarget.value)} />}
      </Field>
    </Ask>
  );
}
