import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordFields } from '../src/api/types';
import { choose, edit, isEmpty, missing, noDraft, rebase, saved } from '../src/record/merge';

const blank: RecordFields = {
  category: null, callerGroups: [], callerName: null, district: null, matter: null, summary: null, advice: null,
  disposition: null, rightsExplained: false, limitationDate: null, followUpWanted: false, followUpOn: null,
  sensitive: false, nameWithheld: false, aidApplication: false, referredTo: null,
};

test('typing and taking it back leaves no draft', () => {
  const typed = edit(noDraft, blank, 'summary', 'wages');
  assert.equal(isEmpty(typed), false);
  assert.equal(isEmpty(edit(typed, blank, 'summary', '')), true);
});

test('what another changes elsewhere is merged, and said', () => {
  const mine = edit(noDraft, blank, 'summary', 'wages');
  const step = rebase(mine, blank, { ...blank, category: 'labour' });
  assert.deepEqual(step.conflicts, []);
  assert.deepEqual(step.merged, ['category']);
  assert.equal(step.draft.mine.summary, 'wages');
});

test('the same field changed by both is a conflict until a person chooses', () => {
  const mine = edit(noDraft, blank, 'summary', 'mine');
  const theirs = { ...blank, summary: 'theirs' };
  const step = rebase(mine, blank, theirs);
  assert.deepEqual(step.conflicts, ['summary']);
  assert.deepEqual(rebase(choose(step.draft, theirs, 'summary', 'mine'), theirs, theirs).conflicts, []);
  assert.equal(isEmpty(choose(step.draft, theirs, 'summary', 'theirs')), true);
});

test('both having typed the same is no conflict', () => {
  const step = rebase(edit(noDraft, blank, 'category', 'labour'), blank, { ...blank, category: 'labour' });
  assert.deepEqual(step.conflicts, []);
  assert.equal(isEmpty(step.draft), true);
});

test('a draft brought back after a crash still knows what it stood on', () => {
  const draft = JSON.parse(JSON.stringify(edit(noDraft, blank, 'advice', 'sue'))) as typeof noDraft;
  const now = { ...blank, advice: 'settle' };
  assert.deepEqual(rebase(draft, now, now).conflicts, ['advice']);
});

test('what is typed while a save is under way stays', () => {
  const first = edit(noDraft, blank, 'summary', 'one');
  const typedOn = edit(first, blank, 'summary', 'one two');
  const server = { ...blank, summary: 'one' };
  const rest = saved(typedOn, first.mine, server);
  assert.equal(rest.mine.summary, 'one two');
  assert.deepEqual(rebase(rest, server, server).conflicts, []);
  assert.equal(isEmpty(saved(first, first.mine, server)), true);
});

test('groups are a set: another order is no change', () => {
  const server = { ...blank, callerGroups: ['woman', 'elderly'] };
  assert.equal(isEmpty(edit(noDraft, server, 'callerGroups', ['elderly', 'woman'])), true);
});

test('a record is finished when category, summary, advice, disposition and the word of article 23 are there', () => {
  assert.deepEqual(missing(blank), ['category', 'summary', 'advice', 'disposition', 'rightsExplained']);
  assert.deepEqual(missing({ ...blank, category: 'a', summary: 'b', advice: 'c', disposition: 'd', rightsExplained: true }), []);
});

test('seeded: two people type at random, and no value of either is lost unseen', () => {
  for (let seed = 1; seed <= 300; seed++) {
    let state = seed;
    const roll = (n: number): number => (state = (state * 48271) % 2147483647) % n;
    let server = blank;
    let draft = noDraft;
    const names = ['summary', 'advice', 'matter'] as const;
    for (let step = 0; step < 40; step++) {
      const name = names[roll(3)] ?? 'summary';
      if (roll(2)) draft = edit(draft, server, name, `mine${roll(4)}`);
      else {
        const after = { ...server, [name]: `theirs${roll(4)}` };
        const mineBefore = draft.mine;
        const result = rebase(draft, server, after);
        for (const key of Object.keys(mineBefore) as (typeof names)[number][]) {
          const kept = result.draft.mine[key] === mineBefore[key] || after[key] === mineBefore[key];
          assert.ok(kept, `seed ${seed}: ${key} lost`);
        }
        draft = result.conflicts.reduce((d, one) => choose(d, after, one, roll(2) ? 'mine' : 'theirs'), result.draft);
        server = after;
        assert.deepEqual(rebase(draft, server, server).conflicts, [], `seed ${seed}`);
      }
    }
  }
});
