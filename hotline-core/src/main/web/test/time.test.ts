import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, initials } from '../src/record/pinyin';
import { clock, dayOf, daysBetween, plusDays, span } from '../src/time';

test('times are told in the centre\'s zone, wherever the machine stands', () => {
  assert.equal(clock('2026-11-23T17:30:00Z', 'Asia/Shanghai'), '01:30');
  assert.equal(dayOf('2026-11-23T17:30:00Z', 'Asia/Shanghai'), '2026-11-24');
});

test('days are counted across months and years', () => {
  assert.equal(plusDays('2026-12-31', 1), '2027-01-01');
  assert.equal(plusDays('2026-03-01', -1), '2026-02-28');
  assert.equal(daysBetween('2026-02-27', '2026-03-02'), 3);
});

test('a span reads as a clock does', () => {
  assert.equal(span(0), '0:00');
  assert.equal(span(75.9), '1:15');
  assert.equal(span(3700), '1:01:40');
  assert.equal(span(-3), '0:00');
});

test('a category is found by its name, its English name or its pinyin initials', () => {
  const wages = { key: 'wages', zh: '劳动报酬(农民工讨薪)', en: 'Wages, migrant workers' };
  assert.equal(initials('婚姻家庭'), 'hyjt');
  for (const typed of ['劳动', 'ldbc', 'LDBC', 'nmg', 'wages', 'migrant']) assert.ok(fits(typed, wages), typed);
  for (const typed of ['交通', 'jtsg', 'divorce']) assert.ok(!fits(typed, wages), typed);
});
