import { UA, WebSocketInterface } from 'jssip';
import type { AnswerOptions, RTCSession } from 'jssip/lib/RTCSession';
import type { RTCSessionEvent } from 'jssip/lib/UA';
import type { BrowserPhone } from '../api/types';
import { drop as dropKept, keep, kept, markLeaving } from './kept';
import { mix, type Mix } from './mix';
import { microphone, microphoneTrouble, registration, speaker, talks, trouble, type Talk } from './phone';

// The only place that knows JsSIP. Loaded when somebody's phone is the browser, never before.

/** ICE gathering ends so long after the last candidate: waiting for all of them would cost seconds on some machines. */
const gatherMillis = 500;
const registerSeconds = 120;
/** A dead socket says nothing: so often the PBX is asked, and so long its answer may take. */
const askEveryMillis = 20_000;
const answerWithinMillis = 5_000;
/** A registration that is refused for now is asked for again after so long; JsSIP does so only with a new socket. */
const askAgainMillis = 2_000;
/** A lawyer's page holds two calls: the citizen's and the one he asks. */
const mostCalls = 2;
const beatMillis = 5_000;
/** A renegotiation that is refused is tried again so often, so long after. */
const offerTries = 25;
const offerMillis = 200;
/** Until the exchange surely has audio of a leg that has just been connected. */
const audioMillis = 500;

export interface Sip {
  answer: (id: string) => void;
  end: (id: string) => void;
  hold: (id: string, on: boolean) => void;
  mute: (id: string, on: boolean) => void;
  digit: (id: string, key: string) => void;
  call: (to: string, name: string) => void;
  transfer: (id: string, to: string) => Promise<boolean>;
  /** Joins two talks: the first is given to the second, and we leave. */
  join: (first: string, second: string) => Promise<boolean>;
  /** All three in one talk. */
  threeWay: (first: string, second: string) => Promise<boolean>;
  input: () => void;
  output: (device: string) => void;
  stop: () => void;
}

export function startSip(line: BrowserPhone): Sip {
  const host = /@([^;>]+)/.exec(line.uri)?.[1] ?? location.hostname;
  const sessions = new Map<string, RTCSession>();
  const sounds = new Map<string, HTMLAudioElement>();
  /** Were on hold at some time. */
  const everHeld = new Set<string>();
  /** A hold, or its end, is being agreed on. */
  const offering = new Set<string>();
  /** Taken back, and perhaps not heard by the citizen. */
  const deaf = new Set<string>();
  let together: Mix | null = null;
  let resumed = false;
  let stopped = false;
  let unanswered: ReturnType<typeof setTimeout> | undefined;

  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const ua = new UA({
    sockets: [new WebSocketInterface(`${scheme}://${location.host}${line.websocket}`)],
    uri: line.uri,
    authorization_user: line.authUser,
    password: line.password,
    instance_id: instanceId(),
    register_expires: registerSeconds,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 4,
    session_timers: false,
    user_agent: 'hotline-12348',
  });

  const audio = (): MediaTrackConstraints => ({
    ...(microphone.value ? { deviceId: { ideal: microphone.value } } : {}), echoCancellation: true, noiseSuppression: true, autoGainControl: true,
  });
  const media = (): AnswerOptions => ({
    mediaConstraints: { audio: audio(), video: false },
    pcConfig: { bundlePolicy: 'max-bundle', iceServers: [] },
  });

  const put = (id: string, change: Partial<Talk>): void => {
    talks.value = talks.value.map((one) => (one.id === id ? { ...one, ...change } : one));
  };
  const apart = (): void => {
    together?.end();
    together = null;
    talks.value = talks.value.map((one) => ({ ...one, together: false }));
  };
  const drop = (id: string): void => {
    if (!sessions.delete(id)) return;
    everHeld.delete(id);
    offering.delete(id);
    deaf.delete(id);
    if (together) apart();
    const sound = sounds.get(id);
    if (sound) {
      sound.pause();
      sound.srcObject = null;
      sounds.delete(id);
    }
    talks.value = talks.value.filter((one) => one.id !== id);
    // What a refresh must take back is the citizen's call, which is the one that came in.
    const left = [...sessions.values()].find((one) => one.isEstablished());
    if (left) remember(left);
    else dropKept();
  };

  const remember = (session: RTCSession): void => {
    const dialog = (session as unknown as { _dialog?: { id: { call_id: string; local_tag: string; remote_tag: string } } })._dialog;
    const talk = talks.value.find((one) => one.id === session.id);
    if (!dialog || !talk) return;
    keep({ callId: dialog.id.call_id, localTag: dialog.id.local_tag, remoteTag: dialog.id.remote_tag, other: talk.other, since: talk.since, wasHeld: everHeld.has(session.id), at: Date.now() });
  };
  const citizens = (): RTCSession | undefined => {
    const first = talks.value.find((one) => one.state === 'talking' && one.direction === 'in') ?? talks.value.find((one) => one.state === 'talking');
    return first && sessions.get(first.id);
  };
  const rememberCitizens = (): void => {
    const first = citizens();
    if (first) remember(first);
  };

  const follow = (session: RTCSession, connection: RTCPeerConnection): void => {
    connection.addEventListener('track', (event) => {
      const sound = sounds.get(session.id) ?? new Audio();
      sound.autoplay = true;
      sound.srcObject = event.streams[0] ?? new MediaStream([event.track]);
      if (speaker.value) void sound.setSinkId?.(speaker.value).catch(() => {});
      sounds.set(session.id, sound);
      void sound.play().catch(() => {});
    });
    connection.addEventListener('connectionstatechange', () => {
      const state = connection.connectionState;
      put(session.id, { audio: state === 'disconnected' || state === 'failed' ? 'broken' : 'ok' });
      if (state === 'failed' && session.isEstablished()) session.renegotiate({ rtcOfferConstraints: { iceRestart: true } as RTCOfferOptions });
      if (state !== 'connected') return;
      watchMicrophone(session);
      if (deaf.delete(session.id)) setTimeout(() => void refreshed(session), audioMillis);
    });
  };
  /** A headset that is pulled out ends its track: take the microphone that is left, and say so. */
  const watchMicrophone = (session: RTCSession): void => {
    const track = session.connection?.getSenders().find((one) => one.track?.kind === 'audio')?.track;
    if (!track || track.onended) return;
    track.onended = () => void newMicrophone(session);
  };
  const newMicrophone = async (session: RTCSession): Promise<void> => {
    const sender = session.connection?.getSenders().find((one) => one.track?.kind === 'audio' || one.track === null);
    if (!sender || !session.isEstablished()) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: audio() });
      const track = stream.getAudioTracks()[0];
      if (!track) return;
      track.enabled = !session.isMuted().audio && !session.isOnHold().local;
      await sender.replaceTrack(track);
      trouble.value = null;
      track.onended = () => void newMicrophone(session);
    } catch (error) {
      trouble.value = microphoneTrouble(error);
      navigator.mediaDevices.addEventListener('devicechange', () => void newMicrophone(session), { once: true });
    }
  };

  const listen = (session: RTCSession): void => {
    if (session.connection) follow(session, session.connection);
    else session.on('peerconnection', (event) => follow(session, event.peerconnection));
    let gathered: ReturnType<typeof setTimeout>;
    session.on('icecandidate', (event) => {
      clearTimeout(gathered);
      gathered = setTimeout(event.ready, gatherMillis);
    });
    session.on('getusermediafailed', (error: unknown) => (trouble.value = microphoneTrouble(error)));
    session.on('confirmed', () => {
      const known = talks.value.find((one) => one.id === session.id);
      trouble.value = null;
      put(session.id, { state: 'talking', since: known?.resumed ? known.since : Date.now() });
      rememberCitizens();
    });
    session.on('hold', () => {
      everHeld.add(session.id);
      put(session.id, { held: session.isOnHold().local });
      rememberCitizens();
    });
    session.on('unhold', () => put(session.id, { held: session.isOnHold().local }));
    session.on('muted', () => put(session.id, { muted: true }));
    session.on('unmuted', () => put(session.id, { muted: false }));
    session.on('ended', () => drop(session.id));
    session.on('failed', () => {
      const was = talks.value.find((one) => one.id === session.id);
      drop(session.id);
      if (was?.resumed && !stopped) trouble.value = 'not-resumed';
    });
  };

  ua.on('newRTCSession', (event: RTCSessionEvent) => {
    const { session } = event;
    const incoming = session.direction === 'incoming';
    if (incoming && sessions.size >= mostCalls) {
      session.terminate({ status_code: 486 });
      return;
    }
    sessions.set(session.id, session);
    talks.value = [...talks.value, {
      id: session.id, direction: incoming ? 'in' : 'out', state: incoming ? 'ringing' : 'calling',
      other: session.remote_identity?.uri?.user ?? '', since: Date.now(), held: false, muted: false, together: false, resumed: false, audio: 'ok',
    }];
    listen(session);
  });
  // A telephone that was stopped still says goodbye for some seconds: by then the page may have a new one, whose state it is.
  ua.on('connecting', () => {
    if (!stopped && registration.value !== 'lost') registration.value = 'connecting';
  });
  ua.on('disconnected', () => {
    clearTimeout(unanswered);
    if (!stopped) registration.value = 'lost';
  });
  ua.on('registrationFailed', (event) => {
    clearTimeout(unanswered);
    if (stopped) return;
    const status = event.response?.status_code;
    // Another browser of mine has asked for the phone since: the PBX knows its password only.
    registration.value = status === 401 || status === 403 ? 'elsewhere' : 'lost';
    if (registration.value === 'lost') {
      unanswered = setTimeout(() => {
        if (ua.isConnected()) ua.register();
      }, askAgainMillis);
    }
  });
  ua.on('unregistered', () => {
    if (!stopped && registration.value === 'ready') registration.value = 'lost';
  });
  ua.on('registered', () => {
    if (stopped) return;
    clearTimeout(unanswered);
    const back = registration.value === 'lost';
    registration.value = 'ready';
    // After a cut network the dialog's target is the dead socket: tell the PBX where we are now.
    if (back) for (const session of sessions.values()) if (session.isEstablished()) session.renegotiate();
    if (!resumed) {
      resumed = true;
      resume();
    }
  });

  // A page refresh in mid-call: take the still bridged leg back.
  const resume = (): void => {
    const dialog = kept();
    dropKept();
    if (!dialog) return;
    const session = ua.call(`sip:resume@${host}`, {
      ...media(),
      extraHeaders: [`Replaces: ${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`],
    });
    put(session.id, { other: dialog.other, since: dialog.since, direction: 'in', resumed: true });
    // Asterisk 22 at times plays nothing more to whoever was on hold before the leg beside him was replaced, until the next
    // hold ends (decision 0046): one short hold more, and he hears again.
    if (dialog.wasHeld) deaf.add(session.id);
  };
  const refreshed = async (session: RTCSession): Promise<void> => {
    // Whoever holds the call just now ends that hold himself.
    if (session.isEnded() || session.isOnHold().local) return;
    await beHeld(session, true);
    setHeld(session, false);
  };

  const reconnect = (): void => {
    if (stopped) return;
    registration.value = 'lost';
    // Missing in its types, there in JsSIP since 3.0.
    const { transport } = ua as unknown as { transport?: { disconnect: () => void; connect: () => void } };
    transport?.disconnect();
    transport?.connect();
  };
  const ask = (): void => {
    // Lost, and yet nobody has brought it back: from the beginning.
    if (registration.value === 'lost') reconnect();
    if (registration.value !== 'ready') return;
    clearTimeout(unanswered);
    unanswered = setTimeout(reconnect, answerWithinMillis);
    ua.register();
  };
  const asking = setInterval(ask, askEveryMillis);
  const offline = (): void => {
    if (registration.value === 'ready') registration.value = 'lost';
  };
  const leaving = (): void => markLeaving();
  const warn = (event: BeforeUnloadEvent): void => {
    if (sessions.size) event.preventDefault();
  };
  addEventListener('online', reconnect);
  addEventListener('offline', offline);
  addEventListener('pagehide', leaving);
  addEventListener('beforeunload', warn);
  const beat = setInterval(rememberCitizens, beatMillis);

  ua.start();

  const refer = (session: RTCSession, to: string, replaces?: RTCSession): Promise<boolean> =>
    new Promise((settle) => {
      session.refer(to, {
        ...(replaces ? { replaces } : {}),
        eventHandlers: {
          accepted: () => settle(true),
          requestSucceeded: () => {},
          requestFailed: () => settle(false),
          failed: () => settle(false),
        },
      });
    });
  const end = (session: RTCSession | undefined): void => {
    if (session && !session.isEnded()) session.terminate();
  };
  // One offer after the other, and a quick second press of the key is not lost: of two in one moment JsSIP sends both, the
  // exchange refuses the second (500), and JsSIP ends the call for it.
  const wanted = new Map<string, boolean>();
  const setHeld = (session: RTCSession, on: boolean, tries = offerTries): void => {
    wanted.set(session.id, on);
    const again = (left: number): void => {
      if (session.isEnded() || wanted.get(session.id) !== on || session.isOnHold().local === on) return;
      const done = (): void => void offering.delete(session.id);
      if (!offering.has(session.id) && (on ? session.hold({}, done) : session.unhold({}, done))) offering.add(session.id);
      else if (left > 0) setTimeout(() => again(left - 1), offerMillis);
    };
    again(tries);
  };
  /** The same, and waits until it is so. */
  const beHeld = async (session: RTCSession, on: boolean): Promise<void> => {
    setHeld(session, on);
    for (let n = 0; n < offerTries && session.isOnHold().local !== on; n++) await new Promise((settle) => setTimeout(settle, offerMillis));
  };
  const holdOthers = (id: string): void => {
    if (together) return;
    for (const [other, session] of sessions) if (other !== id && session.isEstablished()) setHeld(session, true);
  };

  return {
    answer: (id) => {
      holdOthers(id);
      sessions.get(id)?.answer(media());
    },
    end: (id) => end(sessions.get(id)),
    hold: (id, on) => {
      const session = sessions.get(id);
      if (!session) return;
      if (!on) holdOthers(id);
      setHeld(session, on);
    },
    mute: (id, on) => {
      if (together) {
        together.mute(on);
        talks.value = talks.value.map((one) => ({ ...one, muted: on }));
      } else if (on) sessions.get(id)?.mute({ audio: true });
      else sessions.get(id)?.unmute({ audio: true });
    },
    digit: (id, key) => sessions.get(id)?.sendDTMF(key, { transportType: 'RFC2833' as never }),
    call: (to, name) => {
      if (sessions.size >= mostCalls) return;
      holdOthers('');
      const session = ua.call(`sip:${to}@${host}`, media());
      put(session.id, { other: name });
    },
    transfer: async (id, to) => {
      const session = sessions.get(id);
      if (!session || !(await refer(session, `sip:${to}@${host}`))) return false;
      end(session);
      return true;
    },
    join: async (first, second) => {
      const one = sessions.get(first);
      const two = sessions.get(second);
      if (together) apart();
      if (!one || !two || !(await refer(one, two.remote_identity.uri.toString(), two))) return false;
      end(one);
      end(two);
      return true;
    },
    threeWay: async (first, second) => {
      const one = sessions.get(first);
      const two = sessions.get(second);
      if (!one || !two) return false;
      try {
        await beHeld(one, false);
        await beHeld(two, false);
        together = await mix(one, two);
        talks.value = talks.value.map((each) => ({ ...each, together: true }));
        return true;
      } catch {
        return false;
      }
    },
    input: () => {
      for (const session of sessions.values()) if (session.isEstablished() && !together) void newMicrophone(session);
    },
    output: (device) => {
      for (const sound of sounds.values()) void sound.setSinkId?.(device).catch(() => {});
    },
    stop: () => {
      stopped = true;
      clearInterval(beat);
      clearInterval(asking);
      clearTimeout(unanswered);
      removeEventListener('online', reconnect);
      removeEventListener('offline', offline);
      removeEventListener('pagehide', leaving);
      removeEventListener('beforeunload', warn);
      ua.stop();
      talks.value = [];
    },
  };
}

/** The same phone after each reload: the PBX then replaces the old registration instead of adding one. */
function instanceId(): string {
  const known = localStorage.getItem('hotline.phone.instance');
  if (known) return known;
  const made = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b, n) =>
    `${[4, 6, 8, 10].includes(n) ? '-' : ''}${b.toString(16).padStart(2, '0')}`).join('');
  localStorage.setItem('hotline.phone.instance', made);
  return made;
}
