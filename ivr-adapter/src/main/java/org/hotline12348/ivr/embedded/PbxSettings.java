package org.hotline12348.ivr.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What makes one PBX instance. Two instances run side by side when name, directory and ports differ.
 *
 * @param name Asterisk's {@code systemname}: the first part of every unique id; letters, digits, dashes
 * @param directory the instance directory (made when missing): etc, lib, spool, log, run
 * @param config the project's {@code config} directory with {@code asterisk}, {@code prompts} and {@code setup}
 * @param cache where fetched programs and generated prompts are kept for all instances of this user
 * @param trunkInbound the address from which citizens' calls come
 * @param trunkOutbound host:port to which lawyers' mobiles and call-backs are dialled
 * @param lines number dialled -> centre, known even before the service has ever spoken
 * @param centres one queue (and one for its standby) each
 * @param lawyers those whose SIP telephones may register
 */
public record PbxSettings(
        String name,
        Path directory,
        Path config,
        Path cache,
        Ports ports,
        String trunkInbound,
        String trunkOutbound,
        Map<String, String> lines,
        List<Centre> centres,
        List<Lawyer> lawyers,
        Pace pace) {

    /** The same with other numbers and centres. */
    public PbxSettings serving(Map<String, String> newLines, List<Centre> newCentres) {
        return new PbxSettings(
                name,
                directory,
                config,
                cache,
                ports,
                trunkInbound,
                trunkOutbound,
                Map.copyOf(newLines),
                List.copyOf(newCentres),
                lawyers,
                pace);
    }

    /** Ports on loopback: SIP over UDP, AMI, the service's FastAGI, HTTP (WebSocket and ARI), and audio from-to. */
    public record Ports(int sip, int ami, int agi, int http, int rtpFrom, int rtpTo) {
        public Ports {
            if (rtpFrom >= rtpTo) {
                throw new IllegalArgumentException(
                        "The audio ports rtp.from = %d and rtp.to = %d leave no room. Maybe they were swapped."
                                .formatted(rtpFrom, rtpTo));
            }
        }

        public static Ports usual() {
            return new Ports(15060, 15038, 14573, 18088, 20000, 29999);
        }
    }

    /** A centre: its id (which is its queue's name) and its name as it is said to callers, in Chinese and in English. */
    public record Centre(String id, String name, String englishName) {}

    /** A lawyer's telephone: {@code kind} is sip, browser or mobile. Only sip and browser have an endpoint here. */
    public record Lawyer(String id, String kind) {}

    /**
     * How long things take, in seconds, and whether prompts are spoken.
     *
     * @param spoken false makes every prompt a short tone: for tests
     * @param ringMobile how long a mobile rings before the other lawyer is tried
     * @param acceptWindow how long its owner has to press 1; ringMobile + acceptWindow stays below ringQueue, so that nobody
     *     accepts a call that already rings elsewhere
     * @param ringQueue how long a member rings in the queue
     * @param noticePause silence after the recording notice in which 9 is still heard
     * @param keyPause waiting for a key after an announcement that offers one
     * @param overflow longest wait in the centre's queue before the standby is tried
     * @param wrapUp after-call work
     * @param rtpTimeout a caller of whom no audio arrives for so long has vanished; 0 = never
     * @param comfort between two comforting words to a waiting caller
     * @param place between two announcements of a waiting caller's place
     * @param ringOutside how long a number outside rings: a citizen called back, the goal of a transfer
     */
    public record Pace(
            boolean spoken,
            int ringMobile,
            int acceptWindow,
            int ringQueue,
            double acceptPause,
            double noticePause,
            double keyPause,
            double ratingPause,
            int overflow,
            int overflowStandby,
            int messageSeconds,
            int messageSilence,
            int wrapUp,
            int rtpTimeout,
            int comfort,
            int place,
            int ringOutside) {
        public Pace {
            if (ringMobile + acceptWindow >= ringQueue) {
                throw new IllegalArgumentException(
                        "A mobile rings %d s and has %d s to accept, which is not below the queue's ring time of %d s; it could be accepted while the next telephone already rings."
                                .formatted(ringMobile, acceptWindow, ringQueue));
            }
        }

        /** As a city's line: two minutes of silence end a call, so that a telephone that sends nothing while it only listens is not cut off. */
        public static Pace usual() {
            return new Pace(true, 18, 8, 30, 1.5, 1.0, 3, 6, 300, 60, 180, 8, 30, 120, 30, 60, 45);
        }

        /** Short tones and short waits: a call of a test takes seconds. */
        public static Pace brisk() {
            return new Pace(false, 4, 2, 7, 0.6, 0.4, 2, 2, 12, 8, 20, 3, 0, 0, 10, 15, 6);
        }
    }
}
