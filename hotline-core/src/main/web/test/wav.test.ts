import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mono, wav } from '../src/prompt/wav';

test('a recording becomes a WAV file that says what it holds', () => {
  const view = new DataView(wav(new Float32Array([0, 1, -1, 2]), 48000));
  assert.equal(view.byteLength, 52);
  assert.equal(view.getUint32(24, true), 48000);
  assert.equal(view.getUint32(40, true), 8);
  assert.deepEqual([44, 46, 48, 50].map((at) => view.getInt16(at, true)), [0, 32767, -32767, 32767]);
});

test('two channels become their mean', () => {
  assert.deepEqual([...mono([new Float32Array([1, 0]), new Float32Array([0, -1])])], [0.5, -0.5]);
});
