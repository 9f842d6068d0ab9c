package org.hotline12348.core.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator can set, checked and complete. Every part is named as its key in {@code config/hotline.yaml} and on
 * the command line ({@code --set http.port=8080}).
 *
 * @param http where the web page and the API are served
 * @param exchanges the PBXs, one or several; the first is the one of today's single keys
 * @param pace how fast their lines speak and ring
 * @param database the database: embedded unless {@code database.url} is given
 * @param recordings where recordings are kept, and how long
 * @param clock a shift of the service's clock, for demonstration and test
 * @param demo the demonstration centre
 * @param callback how those are called back who are owed a call
 * @param notices how lawyers are told of their duties
 * @param copies whether this is one of several copies of the service on one exchange
 */
public record Settings(
        Http http,
        List<Exchange> exchanges,
        Pace pace,
        Data database,
        Recordings recordings,
        ClockShift clock,
        Demo demo,
        Callbacks callback,
        Notices notices,
        Copies copies) {

    /** @param host the address to listen on
     *  @param port TCP port */
    public record Http(String host, int port) {
        /** The address a browser on this machine opens. */
        public URI address() {
            String shown = host.equals("0.0.0.0") ? "127.0.0.1" : host;
            return URI.create("http://" + shown + ":" + port);
        }
    }

    /**
     * A PBX: where it lives, where it is reached, whom it serves.
     *
     * @param keys what stands before its keys: nothing, or {@code exchanges[2].}
     * @param name its system name, first part of every unique id of a call
     * @param directory where it lives; one that is not absolute lies in the home
     * @param centres those it serves; empty: all that no other names
     * @param sip UDP port where citizens' trunk and lawyers' phones reach it
     * @param ami its manager interface
     * @param agi TCP port where it asks the service for hints (FastAGI)
     * @param http TCP port of its WebSocket for browser phones
     * @param rtp the ports of the voice
     * @param trunk the lines to the telephone company
     */
    public record Exchange(
            String keys,
            String name,
            Path directory,
            Optional<Set<String>> centres,
            int sip,
            Ami ami,
            int agi,
            int http,
            Rtp rtp,
            Trunk trunk) {
        public Exchange {
            centres = centres.map(Set::copyOf);
        }

        /** The key that sets something of it, as an operator writes it. */
        String key(String usual) {
            return ExchangeList.key(keys, usual);
        }
    }

    /** @param port TCP port
     *  @param via TCP port of this machine by which the service reaches it: something lies between; absent: straight */
    public record Ami(int port, Optional<Integer> via) {}

    /** How fast the line speaks and rings. */
    public enum Pace {
        USUAL,
        BRISK
    }

    /** @param port TCP port of the embedded database
     *  @param url an operator's own PostgreSQL, {@code postgresql://user:password@host:port/name}; absent: embedded
     *  @param via TCP port of this machine by which the service reaches the embedded one; absent: straight */
    public record Data(int port, Optional<URI> url, Optional<Integer> via) {}

    /** @param from first UDP port
     *  @param to last UDP port */
    public record Rtp(int from, int to) {}

    /** @param outbound host:port that lawyers' mobiles and call-backs are dialled through
     *  @param inbound the address citizens' calls come from */
    public record Trunk(String outbound, String inbound) {}

    /** @param keep how long a recording is kept after its call
     *  @param directory where the encrypted ones lie; absent: in the home
     *  @param leastFreeMegabytes less free room is an alarm */
    public record Recordings(Duration keep, Optional<Path> directory, int leastFreeMegabytes) {}

    /** @param offset added to the machine's time; zero in service */
    public record ClockShift(Duration offset) {
        /** The service's clock, in UTC. */
        public Clock clock() {
            Clock system = Clock.systemUTC();
            return offset.isZero() ? system : Clock.offset(system, offset);
        }
    }

    /** @param seats lawyers on duty at a time in the demonstration centre */
    public record Demo(int seats) {}

    /** @param automatic whether the next free lawyer's telephone rings by itself; else callbacks wait for a click */
    public record Callbacks(boolean automatic) {}

    /**
     * How lawyers are told of their duties; without a way they are not.
     *
     * @param smtp where mail is handed in: {@code smtp://USER:PASSWORD@HOST:PORT}; absent: no mail
     * @param from the sender of mail
     * @param sms the webhook that is asked to send an SMS; absent: no SMS
     * @param secret signs what the webhook is asked
     */
    public record Notices(Optional<URI> smtp, String from, Optional<URI> sms, String secret) {}

    /**
     * Several copies of the service on one exchange and one database.
     *
     * @param beside the home of the copy whose exchange, database, keys and recordings this one shares; absent: its own
     * @param leave whether exchange and database run on, for the other copies, when this one is stopped
     */
    public record Copies(Optional<Path> beside, boolean leave) {}

    public Settings {
        exchanges = List.copyOf(exchanges);
    }

    /** The first exchange; where there is one, it. */
    public Exchange exchange() {
        return exchanges.getFirst();
    }

    /** The exchange that serves a centre: the one that names it, else the one that names none. */
    Optional<Exchange> exchangeOf(String centre) {
        return exchanges.stream()
                .filter(one -> one.centres().filter(all -> all.contains(centre)).isPresent())
                .findFirst()
                .or(() -> exchanges.stream()
                        .filter(one -> one.centres().isEmpty())
                        .findFirst());
    }

    /** The same settings with the service's clock shifted. */
    public Settings withClockOffset(Duration offset) {
        return new Settings(
                http, exchanges, pace, database, recordings, new ClockShift(offset), demo, callback, notices, copies);
    }

    /**
     * The TCP and UDP ports this program and its children listen on, by the first words of their keys; those of a second
     * exchange with its name before them ({@code pbx2.sip}).
     */
    public Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("http", http.port());
        for (Exchange one : exchanges) {
            String before = one.equals(exchange()) ? "" : one.name() + ".";
            ports.put(before + "sip", one.sip());
            ports.put(before + "ami", one.ami().port());
            ports.put(before + "agi", one.agi());
            ports.put(before + "pbx.http", one.http());
            ports.put(before + "rtp.from", one.rtp().from());
            ports.put(before + "rtp.to", one.rtp().to());
        }
        if (database.url().isEmpty()) {
            ports.put("database", database.port());
        }
        return ports;
    }
}
