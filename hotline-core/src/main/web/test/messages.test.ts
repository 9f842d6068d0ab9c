import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { en } from '../src/i18n/en';
import { zh } from '../src/i18n/zh';

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? '').sort();

test('every message is there in both languages, and none is empty', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)]) assert.notEqual(text.trim(), '', key);
});

test('both languages fill the same places', () => {
  for (const [key, text] of Object.entries(zh)) assert.deepEqual(places(en[key as keyof typeof en]), places(text), key);
});

test('English holds no Chinese, save the name of the other language', () => {
  for (const [key, text] of Object.entries(en)) {
    if (key !== 'language.switch') assert.doesNotMatch(text, /[\u4e00-\u9fff]/, key);
  }
});

test('no page holds Chinese text of its own', () => {
  const source = process.env['HOTLINE_WEBSOURCE'] ?? 'src';
  const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true })
    .flatMap((one) => (one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]));
  for (const file of files(source).filter((name) => name.endsWith('.tsx'))) {
    const text = readFileSync(file, 'utf8').replace(/'[、。，：]'/g, "''");
    assert.doesNotMatch(text, /[\u4e00-\u9fff]/, file);
  }
});

test('every message is used, by its whole key or by its family', () => {
  const source = process.env['HOTLINE_WEBSOURCE'] ?? 'src';
  const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true })
    .flatMap((one) => (one.isDirectory() ? files(join(folder, one.name)) : [join(folder, one.name)]));
  const all = files(source).filter((name) => /\.tsx?$/.test(name) && !/i18n.(zh|en)\.ts$/.test(name)).map((name) => readFileSync(name, 'utf8')).join('\n');
  const unused = Object.keys(zh).filter((key) =>
    !all.includes(`'${key}'`) && !all.includes(`\`${key.replace(/\.[^.]+$/, '')}.\${`));
  assert.deepEqual(unused, []);
});
