import { UA, WebSocketInterface } from 'jssip';
import type { AnswerOptions, RTCSession } from 'jssip/lib/RTCSession';
import type { RTCSessionEvent } from 'jssip/lib/UA';
import type { BrowserPhone } from '../api/types';
import { microphone, registration, speaker, talks, type Talk } from './phone';

// The only place that knows JsSIP. Loaded when somebody's phone is the browser, never before.

/** ICE gathering ends so long after the last candidate: waiting for all of them would cost seconds on some machines. */
const gatherMillis = 500;
/** Younger than this, a leg cut by a page refresh is still bridged at the PBX (its rtp_timeout is 15 s). */
const resumeWithinMillis = 14_000;
const registerSeconds = 120;
const keptDialog = 'hotline.phone.dialog';

interface KeptDialog {
  callId: string;
  localTag: string;
  remoteTag: string;
  other: string;
  since: number;
  at: number;
}

export interface Sip {
  answer: (id: string) => void;
  end: (id: string) => void;
  hold: (id: string, on: boolean) => void;
  mute: (id: string, on: boolean) => void;
  digit: (id: string, key: string) => void;
  call: (to: string) => void;
  transfer: (id: string, to: string) => Promise<boolean>;
  /** Joins two talks: the one who was asked first is given to the one asked about, and we leave. */
  join: (first: string, second: string) => Promise<boolean>;
  output: (device: string) => void;
  stop: () => void;
}

export function startSip(line: BrowserPhone): Sip {
  const host = /@([^;>]+)/.exec(line.uri)?.[1] ?? location.hostname;
  const sessions = new Map<string, RTCSession>();
  const sounds = new Map<string, HTMLAudioElement>();
  let resumed = false;

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

  const media = (): AnswerOptions => ({
    mediaConstraints: {
      audio: { ...(microphone.value ? { deviceId: { ideal: microphone.value } } : {}), echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      video: false,
    },
    pcConfig: { bundlePolicy: 'max-bundle', iceServers: [] },
  });

  const put = (id: string, change: Partial<Talk>): void => {
    talks.value = talks.value.map((one) => (one.id === id ? { ...one, ...change } : one));
  };
  const drop = (id: string): void => {
    sessions.delete(id);
    const sound = sounds.get(id);
    if (sound) {
      sound.pause();
      sound.srcObject = null;
      sounds.delete(id);
    }
    talks.value = talks.value.filter((one) => one.id !== id);
    if (!sessions.size) sessionStorage.removeItem(keptDialog);
  };

  const listen = (session: RTCSession): void => {
    const follow = (connection: RTCPeerConnection): void => {
      connection.addEventListener('track', (event) => {
        const sound = sounds.get(session.id) ?? new Audio();
        sound.autoplay = true;
        sound.srcObject = event.streams[0] ?? new MediaStream([event.track]);
        if (speaker.value) void sound.setSinkId?.(speaker.value).catch(() => {});
        sounds.set(session.id, sound);
        void sound.play().catch(() => {});
      });
    };
    if (session.connection) follow(session.connection);
    else session.on('peerconnection', (event) => follow(event.peerconnection));
    let gathered: ReturnType<typeof setTimeout>;
    session.on('icecandidate', (event) => {
      clearTimeout(gathered);
      gathered = setTimeout(event.ready, gatherMillis);
    });
    session.on('getusermediafailed', (error: { name?: string } | undefined) => {
      registration.value = error?.name === 'NotFoundError' ? 'no-microphone' : 'microphone-refused';
    });
    session.on('confirmed', () => {
      const known = talks.value.find((one) => one.id === session.id);
      put(session.id, { state: 'talking', since: known?.state === 'talking' ? known.since : Date.now() });
      remember(session);
    });
    session.on('accepted', () => put(session.id, { state: 'talking', since: Date.now() }));
    session.on('hold', () => put(session.id, { held: session.isOnHold().local }));
    session.on('unhold', () => put(session.id, { held: session.isOnHold().local }));
    session.on('muted', () => put(session.id, { muted: true }));
    session.on('unmuted', () => put(session.id, { muted: false }));
    session.on('ended', () => drop(session.id));
    session.on('failed', () => drop(session.id));
  };

  const remember = (session: RTCSession): void => {
    const dialog = (session as unknown as { _dialog?: { id: { call_id: string; local_tag: string; remote_tag: string } } })._dialog;
    const talk = talks.value.find((one) => one.id === session.id);
    if (!dialog || !talk) return;
    const kept: KeptDialog = {
      callId: dialog.id.call_id, localTag: dialog.id.local_tag, remoteTag: dialog.id.remote_tag, other: talk.other, since: talk.since, at: Date.now(),
    };
    sessionStorage.setItem(keptDialog, JSON.stringify(kept));
  };

  ua.on('newRTCSession', (event: RTCSessionEvent) => {
    const { session } = event;
    const incoming = session.direction === 'incoming';
    if (incoming && sessions.size >= 2) {
      session.terminate({ status_code: 486 });
      return;
    }
    sessions.set(session.id, session);
    talks.value = [...talks.value, {
      id: session.id, direction: incoming ? 'in' : 'out', state: incoming ? 'ringing' : 'calling',
      other: session.remote_identity?.display_name || session.remote_identity?.uri?.user || '', since: Date.now(), held: false, muted: false,
    }];
    listen(session);
  });
  ua.on('connecting', () => {
    if (registration.value !== 'lost') registration.value = 'connecting';
  });
  ua.on('disconnected', () => (registration.value = 'lost'));
  ua.on('registrationFailed', (event) => (registration.value = event.response?.status_code === 403 || event.response?.status_code === 401 ? 'refused' : 'lost'));
  ua.on('unregistered', () => {
    if (registration.value === 'ready') registration.value = 'lost';
  });
  ua.on('registered', () => {
    registration.value = 'ready';
    // After a cut network the dialog's target is the dead socket: tell the PBX where we are now.
    for (const session of sessions.values()) if (session.isEstablished()) session.renegotiate();
    if (!resumed) {
      resumed = true;
      resume();
    }
  });

  // A page refresh in mid-call: take the still bridged leg back.
  const resume = (): void => {
    const text = sessionStorage.getItem(keptDialog);
    sessionStorage.removeItem(keptDialog);
    if (!text) return;
    const kept = JSON.parse(text) as KeptDialog;
    const left = Number(sessionStorage.getItem('hotline.phone.left') ?? kept.at);
    if (Date.now() - left > resumeWithinMillis) return;
    const session = ua.call(`sip:resume@${host}`, {
      ...media(),
      extraHeaders: [`Replaces: ${kept.callId};to-tag=${kept.remoteTag};from-tag=${kept.localTag}`],
    });
    put(session.id, { other: kept.other, since: kept.since, state: 'talking' });
  };
  const leaving = (): void => sessionStorage.setItem('hotline.phone.left', String(Date.now()));
  addEventListener('pagehide', leaving);

  const beat = setInterval(() => {
    for (const session of sessions.values()) if (session.isEstablished()) remember(session);
  }, 5000);

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

  return {
    answer: (id) => {
      for (const [other, session] of sessions) if (other !== id && session.isEstablished()) session.hold();
      sessions.get(id)?.answer(media());
    },
    end: (id) => end(sessions.get(id)),
    hold: (id, on) => {
      if (on) sessions.get(id)?.hold();
      else sessions.get(id)?.unhold();
    },
    mute: (id, on) => {
      if (on) sessions.get(id)?.mute({ audio: true });
      else sessions.get(id)?.unmute({ audio: true });
    },
    digit: (id, key) => sessions.get(id)?.sendDTMF(key, { transportType: 'RFC2833' as never }),
    call: (to) => {
      for (const session of sessions.values()) if (session.isEstablished()) session.hold();
      ua.call(`sip:${to}@${host}`, media());
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
      if (!one || !two || !(await refer(one, two.remote_identity.uri.toString(), two))) return false;
      end(one);
      end(two);
      return true;
    },
    output: (device) => {
      for (const sound of sounds.values()) void sound.setSinkId?.(device).catch(() => {});
    },
    stop: () => {
      clearInterval(beat);
      removeEventListener('pagehide', leaving);
      ua.stop();
      talks.value = [];
      registration.value = 'off';
    },
  };
}

/** The same phone after each reload: the PBX then replaces the old registration instead of adding one. */
function instanceId(): string {
  const kept = localStorage.getItem('hotline.phone.instance');
  if (kept) return kept;
  const made = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((b, n) =>
    `${[4, 6, 8, 10].includes(n) ? '-' : ''}${b.toString(16).padStart(2, '0')}`).join('');
  localStorage.setItem('hotline.phone.instance', made);
  return made;
}
