import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoursOf, wrongHours } from '../src/pages/office/hours';

test('hours are understood as people type them', () => {
  for (const [typed, meant] of [
    ['', []],
    ['08:00-14:00', ['08:00-14:00']],
    ['8:00 - 14:00', ['08:00-14:00']],
    ['8：00—14：00，18：00至20：00', ['08:00-14:00', '18:00-20:00']],
    ['20:00-8:00;', ['20:00-08:00']],
  ] as const) assert.deepEqual(hoursOf(typed), meant, typed);
});

test('what is no hour is named', () => {
  assert.deepEqual(wrongHours('08:00-14:00, 上午, 25:00-26:00, 8-14'), ['上午', '25:00-26:00', '8-14']);
});
