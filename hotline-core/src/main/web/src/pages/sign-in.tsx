import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, Refused } from '../api/client';
import { t } from '../i18n';
import { askKey, keysPossible } from '../state/keys';
import { sessionEnded, signIn } from '../state/session';
import { Icon } from '../ui/icons';
import { Button, Field, IconButton, words } from '../ui/kit';
import { Emblem, Switches } from './shell';

export function SignIn(): JSX.Element {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [ways, setWays] = useState<readonly string[]>([]);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');

  const submit = async (event: Event, withKey = false): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (!username.trim() || !password) return setTrouble(t('signin.missing'));
    setBusy(true);
    setTrouble('');
    try {
      const proof = withKey ? { key: await askKey((await api.askKey(username.trim(), password)).question) } : code ? { code } : {};
      await signIn(username.trim(), password, proof);
    } catch (failure) {
      if (!(failure instanceof Refused)) setTrouble(t('me.keys.refused'));
      else if (/code-needed/.test(String(failure.problem['type'] ?? ''))) {
        const known = failure.problem['ways'];
        setWays(Array.isArray(known) ? known.map(String) : ['code']);
        setTrouble(t('signin.needcode'));
      } else if (failure.status === 401 || failure.status === 403) setTrouble(t('signin.wrong'));
      else if (failure.status === 429) setTrouble(t('signin.locked'));
      else setTrouble(words(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="signin" id="main">
      <div class="signin-top"><Switches /></div>
      <form class="signin-card" onSubmit={(event) => void submit(event)} noValidate>
        <Emblem size={44} />
        <h1>{t('app.name')}</h1>
        <p class="muted">{t('signin.lead')}</p>
        {sessionEnded.value && <p class="notice warn"><Icon name="info" />{t('signin.ended')}</p>}
        <Field label={t('signin.username')} wide>
          {(id) => (
            <input id={id} name="username" autocomplete="username" autocapitalize="none" spellcheck={false} autofocus value={username}
              onInput={(event) => setUsername(event.currentTarget.value)} />
          )}
        </Field>
        <Field label={t('signin.password')} wide>
          {(id) => (
            <div class="with-button">
              <input id={id} name="password" type={(shown ? 'text' : 'password') as 'password'} autocomplete="current-password" value={password}
                onInput={(event) => setPassword(event.currentTarget.value)} />
              <IconButton icon="eye" label={t(shown ? 'signin.hide' : 'signin.show')} aria-pressed={shown} onClick={() => setShown(!shown)} />
            </div>
          )}
        </Field>
        {ways.includes('code') && (
          <Field label={t('signin.code')} wide>
            {(id) => (
              <input id={id} name="code" inputMode="numeric" autocomplete="one-time-code" maxLength={6} value={code}
                onInput={(event) => setCode(event.currentTarget.value.replace(/\D/g, ''))} />
            )}
          </Field>
        )}
        {ways.includes('key') && keysPossible() && (
          <Button class="block" onClick={(event) => void submit(event, true)}>{t('signin.key')}</Button>
        )}
        <p class="signin-trouble" role="alert">{trouble}</p>
        <Button type="submit" kind="primary" class="block" busy={busy}>{t(busy ? 'signin.busy' : 'signin.submit')}</Button>
      </form>
    </main>
  );
}
