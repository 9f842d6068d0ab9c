package org.hotline12348.ivr.embedded;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What stands in the instance's {@code etc}: the values of the templates, and the files made per line, centre and lawyer. */
final class PbxFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,20}");

    private static final Pattern LINE = Pattern.compile("(?m)^LINE_([0-9]+)=");

    private PbxFiles() {}

    static Map<String, String> values(
            PbxSettings settings,
            PbxSecrets secrets,
            Programs.Asterisk asterisk,
            Path run,
            long filesMax,
            String hostAddress) {
        PbxSettings.Ports ports = settings.ports();
        PbxSettings.Pace pace = settings.pace();
        Map<String, String> values = new TreeMap<>();
        values.put("name", name("PBX", settings.name()));
        values.put("dir", settings.directory().toString());
        values.put("run", run.toString());
        values.put("modules", asterisk.modules().toString());
        values.put("files.max", Long.toString(filesMax));
        values.put("ports.sip", Integer.toString(ports.sip()));
        values.put("ports.ami", Integer.toString(ports.ami()));
        values.put("ports.agi", Integer.toString(ports.agi()));
        values.put("ports.http", Integer.toString(ports.http()));
        values.put("rtp.from", Integer.toString(ports.rtpFrom()));
        values.put("rtp.to", Integer.toString(ports.rtpTo()));
        values.put("rtp.strict", "no");
        values.put("rtp.timeout", Integer.toString(pace.rtpTimeout()));
        // On one machine a browser's ICE meets only loopback; pjnath names no loopback candidate by itself.
        values.put("ice.candidates", hostAddress.isEmpty() ? "" : hostAddress + " => 127.0.0.1");
        values.put("ami.user", secrets.amiUser());
        values.put("ami.secret", secrets.amiSecret());
        values.put("ari.user", secrets.ariUser());
        values.put("ari.secret", secrets.ariSecret());
        values.put("trunk.inbound", settings.trunkInbound());
        values.put("trunk.outbound", settings.trunkOutbound());
        values.put("ring.mobile", Integer.toString(pace.ringMobile()));
        values.put("ring.queue", Integer.toString(pace.ringQueue()));
        values.put("accept.seconds", Integer.toString(pace.acceptWindow()));
        values.put("accept.pause", Double.toString(pace.acceptPause()));
        values.put("key.pause", Double.toString(pace.keyPause()));
        values.put("notice.pause", Double.toString(pace.noticePause()));
        values.put("rating.pause", Double.toString(pace.ratingPause()));
        values.put("overflow", Integer.toString(pace.overflow()));
        values.put("overflow.standby", Integer.toString(pace.overflowStandby()));
        values.put("message.seconds", Integer.toString(pace.messageSeconds()));
        values.put("message.silence", Integer.toString(pace.messageSilence()));
        values.put("wrapup", Integer.toString(pace.wrapUp()));
        values.put("place", Integer.toString(pace.place()));
        values.put("ring.outside", Integer.toString(pace.ringOutside()));
        values.put("comfort", Integer.toString(pace.comfort()));
        return values;
    }

    /**
     * Name of the file under etc -> its text.
     *
     * @param former numbers the PBX may still know from earlier: it forgets none by itself, so they are made empty
     */
    static Map<String, String> made(PbxSettings settings, Set<String> former) {
        StringBuilder globals = new StringBuilder("; the lines, for a PBX that the service has never spoken to\n");
        Set<String> given =
                settings.lines().keySet().stream().map(PbxFiles::number).collect(Collectors.toSet());
        former.stream()
                .filter(number -> !given.contains(number))
                .sorted()
                .forEach(number -> globals.append("LINE_%s=\n".formatted(number)));
        settings.lines().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(line -> globals.append("LINE_%s=%s\n"
                        .formatted(number(line.getKey()), name("centre of line " + line.getKey(), line.getValue()))));

        settings.lines().keySet().stream()
                .min(Comparator.naturalOrder())
                .ifPresent(line -> globals.append("DEFAULT_LINE=%s\n".formatted(number(line))));

        StringBuilder queues = new StringBuilder();
        for (PbxSettings.Centre centre : settings.centres()) {
            String id = name("centre", centre.id());
            queues.append("[%s](hotline)\n[%s-standby](hotline)\n".formatted(id, id));
        }

        return Map.of(
                "extensions.globals.conf", globals.toString(),
                "queues.centres.conf", queues.toString(),
                "pjsip.lawyers.conf",
                        "; Lawyers' telephones are made by ARI and stand in AstDB; here none is fixed.\n");
    }

    /** The numbers that a file of {@link #made} names. */
    static Set<String> numbersIn(String globals) {
        return LINE.matcher(globals).results().map(found -> found.group(1)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether all is in what the PBX's console says of its globals and its queues. */
    static boolean known(PbxSettings settings, String globals, String queues) {
        return settings.lines().entrySet().stream()
                        .allMatch(line -> Pattern.compile("\\bLINE_%s=%s\\s"
                                        .formatted(number(line.getKey()), Pattern.quote(line.getValue())))
                                .matcher(globals)
                                .find())
                && settings.centres().stream()
                        .flatMap(centre -> Stream.of(centre.id(), centre.id() + "-standby"))
                        .allMatch(queue -> Pattern.compile("(?m)^%s\\s+has ".formatted(Pattern.quote(queue)))
                                .matcher(queues)
                                .find());
    }

    private static String name(String what, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The %s '%s' must be 1 to 40 letters, digits, dots, dashes or underscores (%s), since it becomes a name in the PBX's files."
                            .formatted(what, value, NAME.pattern()));
        }
        return value;
    }

    private static String number(String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The line '%s' must be 1 to 20 digits, with or without + before them.".formatted(value));
        }
        return value.replace("+", "");
    }
}
