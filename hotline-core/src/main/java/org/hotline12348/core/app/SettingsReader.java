package org.hotline12348.core.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hotline12348.core.app.InvalidSettingsException.Mistake;
import org.hotline12348.scheduler.DemoRoster;

/** Reads the settings file and what the command line sets over it. Collects every mistake before it complains. */
public final class SettingsReader {
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9.-]+:(\\d{1,5})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,20}");
    private static final String DIRECTORY = "asterisk";
    private static final int SMALLEST_VOICE_RANGE = 100;
    private static final int SHORTEST_SECRET = 16;

    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("http.host", "127.0.0.1");
        DEFAULTS.put("http.port", "12348");
        DEFAULTS.put("sip.port", "15060");
        DEFAULTS.put("ami.port", "15038");
        DEFAULTS.put("ami.via", "");
        DEFAULTS.put("agi.port", "14573");
        DEFAULTS.put("pbx.name", "pbx1");
        DEFAULTS.put("pbx.http.port", "18088");
        DEFAULTS.put("pbx.pace", "usual");
        DEFAULTS.put("database.port", "15432");
        DEFAULTS.put("database.url", "");
        DEFAULTS.put("database.via", "");
        DEFAULTS.put("rtp.from", "20000");
        DEFAULTS.put("rtp.to", "29999");
        DEFAULTS.put("trunk.outbound", "127.0.0.3:15070");
        DEFAULTS.put("trunk.inbound", "127.0.0.2");
        DEFAULTS.put("recordings.keep", "P730D");
        DEFAULTS.put("recordings.directory", "");
        DEFAULTS.put("recordings.leastfree", "500");
        DEFAULTS.put("clock.offset", "PT0S");
        DEFAULTS.put("demo.seats", "2");
        DEFAULTS.put("callback.automatic", "true");
        DEFAULTS.put("notices.smtp", "");
        DEFAULTS.put("notices.from", "");
        DEFAULTS.put("notices.sms", "");
        DEFAULTS.put("notices.secret", "");
        DEFAULTS.put("copies.beside", "");
        DEFAULTS.put("copies.leave", "false");
    }

    private final Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    private final List<ExchangeList.Entry> listed = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();

    private SettingsReader() {}

    /**
     * The settings of a file with the command line's words over them.
     *
     * @param yaml the file's text; empty for none
     * @param set {@code KEY=VALUE} words, the later wins
     * @throws InvalidSettingsException naming everything that is wrong
     */
    public static Settings read(String yaml, List<String> set) {
        SettingsReader reader = new SettingsReader();
        reader.takeFile(yaml);
        set.forEach(reader::takeWord);
        Settings settings = reader.settings();
        if (!reader.mistakes.isEmpty()) {
            throw new InvalidSettingsException(reader.mistakes);
        }
        return settings;
    }

    private void takeFile(String yaml) {
        try {
            JsonNode tree = new YAMLMapper().readTree(yaml);
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return;
            }
            if (!tree.isObject()) {
                wrong(
                        "(file)",
                        abbreviated(yaml),
                        "The settings file holds keys and values.",
                        "See config/hotline.yaml.");
                return;
            }
            flatten("", tree);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : "line %d, column %d: "
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            wrong(
                    "(file)",
                    where + e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                    "The settings file must be YAML.",
                    "Indent with spaces, one space after each colon.");
        }
    }

    private void flatten(String prefix, JsonNode node) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (key.equals(ExchangeList.KEY)) {
                listed.addAll(new ExchangeList(this::wrong).read(entry.getValue()));
            } else if (entry.getValue().isObject()) {
                flatten(key + ".", entry.getValue());
            } else if (entry.getValue().isArray()) {
                wrong(key, entry.getValue().toString(), "This key takes one value, not a list.", "Give one value.");
            } else {
                take(key, entry.getValue().isNull() ? "" : entry.getValue().asText());
            }
        });
    }

    private void takeWord(String word) {
        int equals = word.indexOf('=');
        if (equals < 1) {
            wrong(word, "", "--set takes KEY=VALUE.", "Write for example --set http.port=8080.");
            return;
        }
        take(word.substring(0, equals).strip(), word.substring(equals + 1).strip());
    }

    private void take(String key, String value) {
        if (key.equals(ExchangeList.KEY)) {
            wrong(key, value, "The exchanges are a list.", "Write it in the settings file; see config/hotline.yaml.");
            return;
        }
        if (!DEFAULTS.containsKey(key)) {
            wrong(
                    key,
                    value,
                    "There is no such key.",
                    "Maybe " + nearest(key, DEFAULTS.keySet()) + " is meant; config/hotline.yaml lists all.");
            return;
        }
        values.put(key, value);
    }

    private Settings settings() {
        Settings settings = new Settings(
                new Settings.Http(
                        read("http.host", SettingsReader::address, "An IPv4 address.", "127.0.0.1"), port("http.port")),
                exchanges(),
                read("pbx.pace", SettingsReader::pace, "usual, or brisk for tests.", "usual"),
                new Settings.Data(
                        port("database.port"),
                        read(
                                "database.url",
                                SettingsReader::databaseUrl,
                                "postgresql://USER:PASSWORD@HOST:PORT/NAME, or empty for the embedded database.",
                                ""),
                        via("database.via", values, "database.via")),
                new Settings.Recordings(
                        read(
                                "recordings.keep",
                                text -> duration(text).filter(keep -> keep.toDays() >= 1),
                                "An ISO 8601 duration of one day or more, as P730D.",
                                "P730D"),
                        read(
                                "recordings.directory",
                                SettingsReader::directory,
                                "An absolute path, or empty for the home.",
                                ""),
                        read(
                                "recordings.leastfree",
                                SettingsReader::megabytes,
                                "Megabytes, from 0 to 10000000.",
                                "500")),
                new Settings.ClockShift(read(
                        "clock.offset", SettingsReader::duration, "An ISO 8601 duration, as PT8H30M or -P1D.", "PT0S")),
                new Settings.Demo(read(
                        "demo.seats",
                        SettingsReader::seats,
                        "Lawyers on duty at a time, 1 to %d.".formatted(DemoRoster.MOST_SEATS),
                        "2")),
                new Settings.Callbacks(read("callback.automatic", SettingsReader::yesOrNo, "true or false.", "true")),
                notices(),
                new Settings.Copies(
                        read(
                                "copies.beside",
                                SettingsReader::directory,
                                "An absolute path: the home of the copy beside which this one runs; empty: none.",
                                ""),
                        read("copies.leave", SettingsReader::yesOrNo, "true or false.", "false")));
        checkPortsDiffer(settings.exchanges());
        new ExchangeList(this::wrong).check(settings.exchanges());
        return settings;
    }

    /** Those of the list; without one, the exchange of the single keys. */
    private List<Settings.Exchange> exchanges() {
        if (listed.isEmpty()) {
            return List.of(exchange("", values, Path.of(DIRECTORY), Optional.empty()));
        }
        List<Settings.Exchange> all = new ArrayList<>();
        for (ExchangeList.Entry entry : listed) {
            Map<String, String> own = new LinkedHashMap<>(values);
            own.put("ami.via", "");
            own.putAll(entry.values());
            String name = own.getOrDefault(ExchangeList.NAME, "");
            // The exchange of the single keys stays where it lives, whatever place it has in a list.
            Path usual = Path.of(name.equals(values.get(ExchangeList.NAME)) ? DIRECTORY : DIRECTORY + "-" + name);
            all.add(exchange(entry.keys(), own, entry.directory().orElse(usual), entry.centres()));
        }
        return all;
    }

    private Settings.Exchange exchange(
            String keys, Map<String, String> own, Path directory, Optional<Set<String>> centres) {
        Function<String, String> key = usual -> ExchangeList.key(keys, usual);
        Settings.Exchange exchange = new Settings.Exchange(
                keys,
                read(
                        key.apply(ExchangeList.NAME),
                        own,
                        ExchangeList.NAME,
                        name -> NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty(),
                        "1 to 20 letters and digits.",
                        "pbx1"),
                directory,
                centres,
                port(key.apply("sip.port"), own, "sip.port"),
                new Settings.Ami(
                        port(key.apply("ami.port"), own, "ami.port"), via(key.apply("ami.via"), own, "ami.via")),
                port(key.apply("agi.port"), own, "agi.port"),
                port(key.apply("pbx.http.port"), own, "pbx.http.port"),
                new Settings.Rtp(
                        port(key.apply("rtp.from"), own, "rtp.from"), port(key.apply("rtp.to"), own, "rtp.to")),
                new Settings.Trunk(
                        read(
                                key.apply("trunk.outbound"),
                                own,
                                "trunk.outbound",
                                SettingsReader::hostAndPort,
                                "HOST:PORT of the telephone company's gateway.",
                                "127.0.0.3:15070"),
                        read(
                                key.apply("trunk.inbound"),
                                own,
                                "trunk.inbound",
                                SettingsReader::address,
                                "The IPv4 address citizens' calls come from.",
                                "127.0.0.2")));
        checkVoiceRange(exchange);
        return exchange;
    }

    private Settings.Notices notices() {
        Settings.Notices notices = new Settings.Notices(
                read(
                        "notices.smtp",
                        value -> address(value, "smtp"),
                        "smtp://USER:PASSWORD@HOST:PORT or smtp://HOST:PORT; empty: no mail.",
                        ""),
                values.getOrDefault("notices.from", ""),
                read("notices.sms", value -> address(value, "http", "https"), "https://HOST/PATH; empty: no SMS.", ""),
                values.getOrDefault("notices.secret", ""));
        if (notices.smtp().isPresent() && !notices.from().contains("@")) {
            wrong("notices.from", notices.from(), "Mail needs its sender's address.", "As roster@centre.example.");
        }
        if (notices.sms().isPresent() && notices.secret().length() < SHORTEST_SECRET) {
            wrong(
                    "notices.secret",
                    "(%d characters)".formatted(notices.secret().length()),
                    "The webhook's secret has at least %d characters.".formatted(SHORTEST_SECRET),
                    "Make one with: openssl rand -hex 32");
        }
        return notices;
    }

    private static Optional<Optional<URI>> address(String value, String... schemes) {
        if (value.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        try {
            URI uri = new URI(value);
            return List.of(schemes).contains(uri.getScheme()) && uri.getHost() != null
                    ? Optional.of(Optional.of(uri))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private void checkVoiceRange(Settings.Exchange exchange) {
        Settings.Rtp rtp = exchange.rtp();
        if (rtp.to() - rtp.from() < SMALLEST_VOICE_RANGE) {
            wrong(
                    exchange.key("rtp.to"),
                    Integer.toString(rtp.to()),
                    "The voice needs at least %d ports; rtp.from is %d.".formatted(SMALLEST_VOICE_RANGE, rtp.from()),
                    "Set rtp.to to %d or more.".formatted(Math.min(65535, rtp.from() + 9999)));
        }
    }

    private void checkPortsDiffer(List<Settings.Exchange> exchanges) {
        Map<String, String> byPort = new LinkedHashMap<>();
        port(byPort, "http.port", values.getOrDefault("http.port", ""));
        for (Settings.Exchange one : exchanges) {
            port(byPort, one.key("ami.port"), Integer.toString(one.ami().port()));
            port(byPort, one.key("agi.port"), Integer.toString(one.agi()));
            port(byPort, one.key("pbx.http.port"), Integer.toString(one.http()));
        }
        port(byPort, "database.port", values.getOrDefault("database.port", ""));
    }

    private void port(Map<String, String> byPort, String key, String value) {
        String other = byPort.putIfAbsent(value, key);
        if (other != null) {
            wrong(key, value, "Two servers cannot share a port; " + other + " has it too.", "Give each its own.");
        }
    }

    private int port(String key) {
        return port(key, values, key);
    }

    private int port(String shown, Map<String, String> from, String key) {
        return read(
                shown,
                from,
                key,
                SettingsReader::portNumber,
                "A port from 1 to 65535.",
                DEFAULTS.getOrDefault(key, "1"));
    }

    private Optional<Integer> via(String shown, Map<String, String> from, String key) {
        return read(
                shown,
                from,
                key,
                value -> value.isEmpty()
                        ? Optional.of(Optional.empty())
                        : portNumber(value).map(Optional::of),
                "A port from 1 to 65535 that leads there, or empty for the straight way.",
                "");
    }

    private <T> T read(String key, Function<String, Optional<T>> parse, String rule, String usual) {
        return read(key, values, key, parse, rule, usual);
    }

    /** @param shown the key as the operator wrote it */
    private <T> T read(
            String shown,
            Map<String, String> from,
            String key,
            Function<String, Optional<T>> parse,
            String rule,
            String usual) {
        String value = from.getOrDefault(key, "");
        Optional<T> parsed = parse.apply(value);
        if (parsed.isEmpty()) {
            wrong(
                    shown,
                    value.isEmpty() ? "(empty)" : value,
                    rule,
                    usual.isEmpty() ? "Leave it empty." : "The usual value is " + usual + ".");
        }
        return parsed.or(() -> parse.apply(DEFAULTS.getOrDefault(key, ""))).orElseThrow();
    }

    private static Optional<Optional<Path>> directory(String value) {
        try {
            return value.isEmpty()
                    ? Optional.of(Optional.empty())
                    : Optional.of(Path.of(value)).filter(Path::isAbsolute).map(Optional::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> megabytes(String value) {
        return value.matches("\\d{1,7}") ? Optional.of(Integer.parseInt(value)) : Optional.empty();
    }

    private static Optional<Integer> portNumber(String value) {
        if (!value.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(value);
        return number >= 1 && number <= 65535 ? Optional.of(number) : Optional.empty();
    }

    private static Optional<String> address(String value) {
        var parts = ADDRESS.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        for (int i = 1; i <= 4; i++) {
            if (Integer.parseInt(parts.group(i)) > 255) {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }

    private static Optional<Boolean> yesOrNo(String value) {
        return switch (value) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Settings.Pace> pace(String value) {
        return switch (value) {
            case "usual" -> Optional.of(Settings.Pace.USUAL);
            case "brisk" -> Optional.of(Settings.Pace.BRISK);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> seats(String value) {
        return portNumber(value).filter(seats -> seats <= DemoRoster.MOST_SEATS);
    }

    private static Optional<String> hostAndPort(String value) {
        var parts = HOST_AND_PORT.matcher(value);
        return parts.matches() && portNumber(parts.group(1)).isPresent() ? Optional.of(value) : Optional.empty();
    }

    private static Optional<Duration> duration(String value) {
        try {
            return Optional.of(Duration.parse(value));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Optional<URI>> databaseUrl(String value) {
        if (value.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        try {
            URI uri = new URI(value);
            boolean whole = "postgresql".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPath() != null
                    && uri.getPath().length() > 1
                    && uri.getUserInfo() != null
                    && uri.getUserInfo().contains(":");
            return whole ? Optional.of(Optional.of(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private void wrong(String key, String value, String rule, String mend) {
        String shown = key.equals("database.url") || key.equals("notices.smtp")
                ? value.replaceAll(":[^:@/]+@", ":****@")
                : value;
        mistakes.add(new Mistake(key, shown, rule, mend));
    }

    private static String abbreviated(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }

    /** The key that was probably meant. */
    static String nearest(String key, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(one -> distance(one, key)))
                .orElseThrow();
    }

    /** Levenshtein's distance, to guess which key was meant. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
