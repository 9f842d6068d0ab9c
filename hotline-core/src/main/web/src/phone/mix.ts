import type { RTCSession } from 'jssip/lib/RTCSession';

// Three people in one talk: this page mixes. Each of the two others hears the microphone and the other one.

export interface Mix {
  mute: (on: boolean) => void;
  /** Ends the mixing; whoever is left hears the microphone alone. */
  end: () => void;
}

const sender = (session: RTCSession): RTCRtpSender | undefined =>
  session.connection?.getSenders().find((one) => one.track?.kind === 'audio');
const heard = (session: RTCSession): MediaStream =>
  new MediaStream((session.connection?.getReceivers() ?? []).filter((one) => one.track.kind === 'audio').map((one) => one.track));

/** Both are connected and none is held. Fails when a microphone is not there. */
export async function mix(one: RTCSession, two: RTCSession): Promise<Mix> {
  const context = new AudioContext();
  await context.resume();
  const voices: { volume: GainNode; back: () => void }[] = [];
  for (const [to, other] of [[one, two], [two, one]] as const) {
    const out = sender(to);
    const own = out?.track;
    if (!out || !own) throw new Error('no microphone');
    const target = context.createMediaStreamDestination();
    const volume = context.createGain();
    context.createMediaStreamSource(new MediaStream([own])).connect(volume).connect(target);
    context.createMediaStreamSource(heard(other)).connect(target);
    const mixed = target.stream.getAudioTracks()[0];
    if (mixed) await out.replaceTrack(mixed);
    voices.push({
      volume,
      back: () => {
        if (to.connection && to.connection.connectionState !== 'closed') void out.replaceTrack(own).catch(() => {});
      },
    });
  }
  return {
    mute: (on) => voices.forEach((voice) => (voice.volume.gain.value = on ? 0 : 1)),
    end: () => {
      voices.forEach((voice) => voice.back());
      void context.close();
    },
  };
}
