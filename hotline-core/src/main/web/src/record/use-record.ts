import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { api, onceKey, Refused, type Answer } from '../api/client';
import type { Consultation, RecordFields } from '../api/types';
import { t } from '../i18n';
import { useNotices } from '../state/live';
import { account } from '../state/session';
import { say } from '../ui/kit';
import { keepDraft, readDraft } from './drafts';
import { choose, edit, fieldsOf, isEmpty, noDraft, rebase, saved, tidy, type Draft, type FieldName, type Fields } from './merge';

/** A pause in typing after which what was typed is saved. */
const autosaveMillis = 1200;
/** The first wait after a lost network; it doubles up to half a minute. */
const retryMillis = 2000;

export type SaveState = 'saved' | 'dirty' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface OpenRecord {
  consultation: Consultation | undefined;
  /** What the form shows: the server's fields under the draft's. */
  fields: RecordFields | undefined;
  error: Refused | undefined;
  state: SaveState;
  why: string;
  conflicts: FieldName[];
  server: RecordFields | undefined;
  change: <K extends FieldName>(name: K, value: RecordFields[K]) => void;
  save: () => void;
  resolve: (name: FieldName, keep: 'mine' | 'theirs') => void;
  reload: () => void;
}

interface Held {
  answer: Answer<Consultation> | undefined;
  draft: Draft;
  conflicts: FieldName[];
  state: SaveState;
  why: string;
  error: Refused | undefined;
}

const nothing: Held = { answer: undefined, draft: noDraft, conflicts: [], state: 'saved', why: '', error: undefined };

/** One consultation, open for writing: loaded, kept fresh, saved as one types. */
export function useRecord(id: string): OpenRecord {
  const held = useRef<Held>(nothing);
  const [, redraw] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wait = useRef(retryMillis);
  const busy = useRef(false);
  const alive = useRef(true);

  const put = useCallback((change: Partial<Held>) => {
    held.current = { ...held.current, ...change };
    if (change.draft) keepDraft(id, change.draft);
    if (alive.current) redraw((n) => n + 1);
  }, [id]);

  /** A newer state of the server came: put the draft on top of it. */
  const take = useCallback((answer: Answer<Consultation>, announce: boolean) => {
    const before = held.current.answer;
    const after = fieldsOf(answer.body);
    const step = rebase(held.current.draft, before ? fieldsOf(before.body) : after, after);
    const open = before ? step.conflicts : rebase(held.current.draft, after, after).conflicts;
    put({
      answer,
      draft: step.draft,
      conflicts: open,
      error: undefined,
      state: open.length ? 'conflict' : isEmpty(step.draft) ? 'saved' : 'dirty',
    });
    if (announce && step.merged.length && answer.body.updatedBy !== account.value?.username) {
      say(t('record.merged', { who: answer.body.updatedBy ?? t('record.merged.someone') }), 'info');
    }
    return open.length === 0;
  }, [put]);

  const load = useCallback(async (announce: boolean) => {
    try {
      const answer = await api.consultation(id);
      if (!alive.current) return;
      const free = take(answer, announce);
      if (free && !isEmpty(held.current.draft)) later(autosaveMillis);
    } catch (failure) {
      if (!alive.current) return;
      const error = failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure));
      if (held.current.answer === undefined) put({ error });
      if (error.status === 0) later(retryMillis, () => void load(announce));
    }
  }, [id, take]);

  const later = useCallback((millis: number, then?: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => (then ? then() : void save()), millis);
  }, []);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    const { answer, draft, conflicts } = held.current;
    if (busy.current || !answer || isEmpty(draft) || conflicts.length) return;
    busy.current = true;
    put({ state: 'saving' });
    const sent = draft.mine;
    const tidied = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, tidy(value as never)])) as Fields;
    try {
      const next = await api.patchConsultation(id, answer.etag ?? `"${answer.body.version}"`, tidied, onceKey());
      const rest = saved(held.current.draft, sent, fieldsOf(next.body));
      wait.current = retryMillis;
      // The answer to a write may leave out what only a read gives.
      const body = { ...next.body, timeline: next.body.timeline ?? answer.body.timeline ?? [] };
      put({ answer: { body, etag: next.etag }, draft: rest, state: isEmpty(rest) ? 'saved' : 'dirty', why: '' });
      if (!isEmpty(rest)) later(autosaveMillis);
    } catch (failure) {
      const error = failure instanceof Refused ? failure : new Refused(-1, 'failed', String(failure));
      if (error.status === 412 || error.status === 409) {
        try {
          const fresh = await api.consultation(id);
          if (take(fresh, true) && !isEmpty(held.current.draft)) later(0);
        } catch {
          put({ state: 'offline' });
          retryLater();
        }
      } else if (error.status === 0 || error.status >= 500 || error.status === 429) {
        put({ state: 'offline' });
        retryLater();
      } else {
        put({ state: 'refused', why: error.detail || error.title });
      }
    } finally {
      busy.current = false;
    }
  }, [id, put, take]);

  const retryLater = useCallback(() => {
    later(wait.current);
    wait.current = Math.min(wait.current * 2, 30_000);
  }, []);

  useEffect(() => {
    alive.current = true;
    busy.current = false;
    const draft = readDraft(id);
    held.current = { ...nothing, draft };
    redraw((n) => n + 1);
    if (!isEmpty(draft)) say(t('record.draft'), 'info');
    void load(false);
    const online = (): void => void (held.current.state === 'offline' && save());
    addEventListener('online', online);
    return () => {
      // Leaving the page of a record does not leave what was typed behind.
      if (held.current.state === 'dirty') void save();
      alive.current = false;
      clearTimeout(timer.current);
      removeEventListener('online', online);
    };
  }, [id]);

  useNotices(['consultation', 'call'], (notice) => {
    if (busy.current) return;
    const about = notice === 'resync' || notice.id === undefined || notice.id === id || notice['consultation'] === id;
    if (about) void load(true);
  });

  const { answer, draft, conflicts, state, why, error } = held.current;
  const server = answer && fieldsOf(answer.body);
  return {
    consultation: answer?.body,
    server,
    fields: server && { ...server, ...draft.mine },
    error,
    state,
    why,
    conflicts,
    change: (name, value) => {
      if (!held.current.answer) return;
      const next = edit(held.current.draft, fieldsOf(held.current.answer.body), name, value);
      put({ draft: next, state: held.current.conflicts.length ? 'conflict' : isEmpty(next) ? 'saved' : 'dirty' });
      later(autosaveMillis);
    },
    save: () => void save(),
    resolve: (name, keep) => {
      if (!held.current.answer) return;
      const next = choose(held.current.draft, fieldsOf(held.current.answer.body), name, keep);
      const rest = held.current.conflicts.filter((one) => one !== name);
      put({ draft: next, conflicts: rest, state: rest.length ? 'conflict' : isEmpty(next) ? 'saved' : 'dirty' });
      if (!rest.length) later(0);
    },
    reload: () => void load(false),
  };
}
