import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Refused } from '../api/client';
import type { LawArticle, Snippet } from '../api/types';
import { t, term } from '../i18n';
import { openForm } from '../record/open';
import { useLoad } from '../state/load';
import { lists } from '../state/session';
import { Icon } from '../ui/icons';
import { Button, Dialog, Empty, Field, IconButton, Part, say, words } from '../ui/kit';

const shown = 30;
const pauseMillis = 180;

/** Advice texts and articles of the law, beside the record: found by a word, put into the advice by Enter or a click. */
export function Help(): JSX.Element {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [which, setWhich] = useState<'snippets' | 'laws'>('snippets');
  const [keeping, setKeeping] = useState<Snippet | 'new' | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const category = openForm.value?.category ?? '';
  const snippets = useLoad(async (signal) => (which === 'snippets' ? (await api.snippets(asked, category, shown, signal)).items : []), [asked, which, category]);
  const laws = useLoad(async (signal) => (which === 'laws' ? (await api.laws(asked, shown, signal)).items : []), [asked, which]);

  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), pauseMillis);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus();
      box.current?.select();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  const put = (text: string): void => {
    const form = openForm.value;
    if (form) form.advise(text);
    else void navigator.clipboard?.writeText(text).then(() => say(t('help.copied'), 'ok')).catch(() => {});
  };
  const cited = (one: LawArticle): string => `《${one.law}》${one.label}：${one.text.replace(/\n+/g, '')}`;

  return (
    <section aria-labelledby="help" class="help">
      <div class="section-head">
        <h2 id="help">{t('help.title')}</h2>
        <Button small kind="quiet" icon="plus" onClick={() => setKeeping('new')}>{t('help.new')}</Button>
      </div>
      <div class="help-search">
        <Icon name="search" />
        <input
          ref={box}
          type="search"
          aria-label={t('help.search')}
          placeholder={`${t('help.search')} (F6)`}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.isComposing) return;
            event.preventDefault();
            if (typed.trim() !== asked) return setAsked(typed.trim());
            const first = which === 'snippets' ? snippets.data?.[0]?.body : laws.data?.[0] && cited(laws.data[0]);
            if (first) put(first);
          }}
        />
      </div>
      <div class="segments" role="group" aria-label={t('help.title')}>
        <button type="button" aria-pressed={which === 'snippets'} onClick={() => setWhich('snippets')}>{t('help.snippets')}</button>
        <button type="button" aria-pressed={which === 'laws'} onClick={() => setWhich('laws')}>{t('help.laws')}</button>
      </div>
      {which === 'snippets' ? (
        <Part load={snippets}>
          {(items) => (items.length === 0 ? <Empty icon="book" title={t('help.nothing')} text={t('help.nothing.snippet')} /> : (
            <ul class="help-list">
              {items.map((one) => (
                <Entry key={one.id} title={one.title} extra={one.category ? term(lists.value.categories.find((each) => each.key === one.category)) : ''} text={one.body}
                  put={() => put(one.body)} {...(one.mine ? { edit: () => setKeeping(one) } : {})} />
              ))}
            </ul>
          ))}
        </Part>
      ) : (
        <Part load={laws}>
          {(items) => (items.length === 0 ? <Empty icon="book" title={t('help.nothing')} text={t('help.nothing.law')} /> : (
            <ul class="help-list">
              {items.map((one) => <Entry key={one.law + one.label} title={one.label} extra={one.law} text={one.text} put={() => put(cited(one))} />)}
            </ul>
          ))}
        </Part>
      )}
      {keeping && <Keep one={keeping} close={() => setKeeping(null)} kept={snippets.reload} />}
    </section>
  );
}

function Entry({ title, extra, text, put, edit }: { title: string; extra: string; text: string; put: () => void; edit?: () => void }): JSX.Element {
  return (
    <li>
      <details>
        <summary><b>{title}</b>{extra && <small class="muted"> {extra}</small>}</summary>
        <p class="help-text">{text}</p>
      </details>
      <span class="help-acts">
        {edit && <IconButton icon="edit" label={t('help.edit')} onClick={edit} />}
        <Button small onClick={put} aria-label={t('help.put', { what: t(openForm.value ? 'help.insert' : 'help.copy'), title })}>{t(openForm.value ? 'help.insert' : 'help.copy')}</Button>
      </span>
    </li>
  );
}

function Keep({ one, close, kept }: { one: Snippet | 'new'; close: () => void; kept: () => void }): JSX.Element {
  const known = one === 'new' ? null : one;
  const [title, setTitle] = useState(known?.title ?? '');
  const [category, setCategory] = useState(known?.category ?? openForm.value?.category ?? '');
  const [body, setBody] = useState(known?.body ?? '');
  const done = async (step: Promise<unknown>, said: string): Promise<void> => {
    try {
      await step;
      say(said, 'ok');
      kept();
      close();
    } catch (failure) {
      if (failure instanceof Refused) say(words(failure), 'bad');
    }
  };
  const text = { title: title.trim(), category: category || null, body: body.trim() };
  return (
    <Dialog
      title={t(known ? 'help.edit' : 'help.new')}
      onClose={close}
      actions={
        <>
          {known && <Button kind="danger" onClick={() => void done(api.removeSnippet(known.id), t('help.removed'))}>{t('help.remove')}</Button>}
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button kind="primary" disabled={!text.title || !text.body} onClick={() => void done(api.keepSnippet(known?.id ?? null, text), t('help.kept'))}>{t('action.save')}</Button>
        </>
      }
    >
      <p class="muted">{t('help.shared')}</p>
      <Field label={t('help.name')}>{(id) => <input id={id} maxLength={100} autofocus value={title} onInput={(event) => setTitle(event.currentTarget.value)} />}</Field>
      <Field label={t('record.category')}>
        {(id) => (
          <select id={id} value={category} onChange={(event) => setCategory(event.currentTarget.value)}>
            <option value="">{t('help.any')}</option>
            {lists.value.categories.map((each) => <option key={each.key} value={each.key}>{term(each)}</option>)}
          </select>
        )}
      </Field>
      <Field label={t('help.words')}>{(id) => <textarea id={id} rows={8} maxLength={4000} value={body} onInput={(event) => setBody(event.currentTarget.value)} />}</Field>
    </Dialog>
  );
}
