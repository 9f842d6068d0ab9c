// A recording of the browser as a WAV file: mono, 16 bit. The service brings it to the telephone's rate and loudness.

/** Samples from -1 to 1 as a WAV file. */
export function wav(samples: Float32Array, rate: number): ArrayBuffer {
  const buffer = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(buffer);
  const text = (at: number, word: string): void => {
    for (let n = 0; n < word.length; n++) view.setUint8(at + n, word.charCodeAt(n));
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, n) => view.setInt16(44 + n * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return buffer;
}

/** All channels mixed to one. */
export function mono(channels: readonly Float32Array[]): Float32Array {
  const [first] = channels;
  if (!first) return new Float32Array();
  if (channels.length === 1) return first;
  return first.map((_, n) => channels.reduce((sum, one) => sum + (one[n] ?? 0), 0) / channels.length);
}

/** What MediaRecorder made, decoded and written as WAV. */
export async function asWav(recorded: Blob): Promise<Blob> {
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await recorded.arrayBuffer());
    const channels = Array.from({ length: sound.numberOfChannels }, (_, n) => sound.getChannelData(n));
    return new Blob([wav(mono(channels), sound.sampleRate)], { type: 'audio/wav' });
  } finally {
    await context.close();
  }
}
