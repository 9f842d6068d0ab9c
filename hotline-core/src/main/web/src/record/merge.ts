import type { Consultation, RecordFields } from '../api/types';

// Pure: how what one person types meets what another has saved meanwhile. Nothing is ever overwritten unseen.

export type FieldName = keyof RecordFields;
export type Fields = Partial<RecordFields>;

export const fieldNames: readonly FieldName[] = [
  'category', 'callerGroups', 'callerName', 'district', 'matter', 'summary', 'advice', 'disposition', 'rightsExplained',
  'limitationDate', 'followUpWanted', 'followUpOn', 'sensitive', 'nameWithheld', 'aidApplication', 'referredTo',
];

/** What the record must hold before it counts as finished. */
export const neededFields: readonly FieldName[] = ['category', 'summary', 'advice', 'disposition', 'rightsExplained'];

/** The human part of a consultation, each field present. */
export function fieldsOf(one: Consultation): RecordFields {
  return {
    category: one.category ?? null,
    callerGroups: one.callerGroups ?? [],
    callerName: one.callerName ?? null,
    district: one.district ?? null,
    matter: one.matter ?? null,
    summary: one.summary ?? null,
    advice: one.advice ?? null,
    disposition: one.disposition ?? null,
    rightsExplained: one.rightsExplained ?? false,
    limitationDate: one.limitationDate ?? null,
    followUpWanted: one.followUpWanted ?? false,
    followUpOn: one.followUpOn ?? null,
    sensitive: one.sensitive ?? false,
    nameWithheld: one.nameWithheld ?? false,
    aidApplication: one.aidApplication ?? false,
    referredTo: one.referredTo ?? null,
  };
}

export function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item) => b.includes(item));
  return (a ?? null) === (b ?? null);
}

/** Empty text is no text. */
export function tidy<K extends FieldName>(value: RecordFields[K]): RecordFields[K] {
  return (typeof value === 'string' && value.trim() === '' ? null : value) as RecordFields[K];
}

/** What somebody has typed and not saved: the new values, and for each the value it stood on when he began. */
export interface Draft {
  mine: Fields;
  base: Fields;
}
export const noDraft: Draft = { mine: {}, base: {} };
export const isEmpty = (draft: Draft): boolean => Object.keys(draft.mine).length === 0;

export function edit<K extends FieldName>(draft: Draft, server: RecordFields, name: K, value: RecordFields[K]): Draft {
  const base = name in draft.base ? draft.base : { ...draft.base, [name]: server[name] };
  if (same(tidy(value), server[name]) && same(base[name], server[name])) return without(draft, [name]);
  return { mine: { ...draft.mine, [name]: value }, base };
}

function without(draft: Draft, names: readonly string[]): Draft {
  const keep = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name))) as Fields;
  return { mine: keep(draft.mine), base: keep(draft.base) };
}

/** After a save: what was sent is the server's now, unless it was typed on meanwhile. */
export function saved(draft: Draft, sent: Fields, server: RecordFields): Draft {
  const landed = Object.keys(sent).filter((name) => same(draft.mine[name as FieldName], sent[name as FieldName]));
  const rest = without(draft, landed);
  const base = Object.fromEntries(Object.keys(rest.mine).map((name) =>
    [name, name in sent ? server[name as FieldName] : rest.base[name as FieldName]])) as Fields;
  return { mine: rest.mine, base };
}

export interface Rebased {
  draft: Draft;
  /** Fields that both changed, and differently: a person must choose. */
  conflicts: FieldName[];
  /** Fields that only the other changed. */
  merged: FieldName[];
}

/** The draft on top of a newer server state. */
export function rebase(draft: Draft, before: RecordFields, after: RecordFields): Rebased {
  const conflicts: FieldName[] = [];
  const agreed: FieldName[] = [];
  for (const name of Object.keys(draft.mine) as FieldName[]) {
    if (same(tidy(draft.mine[name] as never), after[name])) agreed.push(name);
    else if (!same(after[name], draft.base[name])) conflicts.push(name);
  }
  const merged = fieldNames.filter((name) => !(name in draft.mine) && !same(before[name], after[name]));
  return { draft: without(draft, agreed), conflicts, merged };
}

/** A person chose for one field in conflict. */
export function choose(draft: Draft, after: RecordFields, name: FieldName, keep: 'mine' | 'theirs'): Draft {
  if (keep === 'theirs') return without(draft, [name]);
  return { mine: draft.mine, base: { ...draft.base, [name]: after[name] } };
}

/** The fields of a record that are still to be filled in. */
export function missing(fields: RecordFields): FieldName[] {
  return neededFields.filter((name) => {
    // A void or harassing call needs no word on legal aid.
    if (name === 'rightsExplained' && fields.disposition === 'void') return false;
    const value = fields[name];
    return value === null || value === false || (typeof value === 'string' && value.trim() === '');
  });
}

/** What the log calls unfinished: answered, and one of the four fields that the service asks for is not there. */
export const unfinished = (one: Consultation): boolean =>
  one.outcome === 'ANSWERED' && missing(fieldsOf(one)).some((name) => name !== 'rightsExplained');
