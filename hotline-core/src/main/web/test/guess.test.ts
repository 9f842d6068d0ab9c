import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Consultation } from '../src/api/types';
import { guess } from '../src/record/guess';

let made = 0;
const earlier = (category: string | null, more: Partial<Consultation> = {}): Consultation => ({
  id: `c${++made}`, number: '', channel: 'PHONE', centre: 'jiaozuo', startedAt: '', endedAt: '', outcome: 'ANSWERED', caller: { masked: '' },
  lawyer: 'lawyer01', waitSeconds: 0, talkSeconds: 0, rating: null, version: 1, category, ...more,
});

test('nobody who calls for the first time is guessed about', () => {
  assert.deepEqual(guess([]), { nth: 1, category: null, priority: [], last: undefined });
});

test('the matter he called about most lately and most often is the guess', () => {
  assert.equal(guess([earlier('wages'), earlier('family')]).category, 'wages');
  assert.equal(guess([earlier('wages'), earlier('family'), earlier('family')]).category, 'family');
  assert.equal(guess([earlier(null), earlier('family')]).category, 'family');
});

test('what lies long back says nothing', () => {
  const six = [...Array.from({ length: 5 }, () => earlier(null)), earlier('family')];
  assert.equal(guess(six).category, null);
  assert.equal(guess(six).nth, 7);
});

test('elderly, disabled, minors and victims of violence come first, each named once', () => {
  const all = guess([earlier('domestic_violence', { callerGroups: ['elderly', 'migrant_worker'] }), earlier('wages', { callerGroups: ['elderly'] })]);
  assert.deepEqual(all.priority, ['domestic_violence', 'elderly']);
});

test('the last lawyer is the last who answered', () => {
  const answered = earlier('wages', { lawyer: 'lawyer07' });
  assert.equal(guess([earlier(null, { lawyer: null }), answered]).last, answered);
});
