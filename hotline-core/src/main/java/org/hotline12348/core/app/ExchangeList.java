package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code exchanges:} of the settings file: several PBXs on one service. What an entry leaves out is as the single keys
 * say ({@code sip.port}, {@code trunk.inbound}, …), so that a list of one with nothing but a name is what the file says
 * without a list.
 */
final class ExchangeList {
    static final String KEY = "exchanges";
    /** The single key of an exchange's name. */
    static final String NAME = "pbx.name";
    /** Exchanges of one service at most. */
    static final int MOST = 16;

    private static final String DIRECTORY = "directory";
    private static final String CENTRES = "centres";
    /** Key of an entry -> the single key that says the same. */
    private static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("name", NAME);
        KEYS.put("sip.port", "sip.port");
        KEYS.put("ami.port", "ami.port");
        KEYS.put("ami.via", "ami.via");
        KEYS.put("agi.port", "agi.port");
        KEYS.put("http.port", "pbx.http.port");
        KEYS.put("rtp.from", "rtp.from");
        KEYS.put("rtp.to", "rtp.to");
        KEYS.put("trunk.inbound", "trunk.inbound");
        KEYS.put("trunk.outbound", "trunk.outbound");
    }

    /** Hears of a mistake. */
    interface Complaint {
        void of(String key, String value, String rule, String mend);
    }

    /**
     * An exchange as it stands in the list.
     *
     * @param keys what stands before its keys
     * @param values by the single keys
     * @param centres those it names; empty: it names none
     */
    record Entry(String keys, Map<String, String> values, Optional<Path> directory, Optional<Set<String>> centres) {}

    private final Complaint wrong;

    ExchangeList(Complaint wrong) {
        this.wrong = wrong;
    }

    /** A key as it is written in an entry. */
    static String key(String keys, String single) {
        return keys.isEmpty()
                ? single
                : keys + (single.startsWith("pbx.") ? single.substring("pbx.".length()) : single);
    }

    /** The entries of the list; nothing where the key is there and empty. */
    List<Entry> read(JsonNode list) {
        if (list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            wrong.of(KEY, list.toString(), "The exchanges are a list.", "Begin each with a dash: - name: pbx1");
            return List.of();
        }
        if (list.size() > MOST) {
            wrong.of(
                    KEY,
                    Integer.toString(list.size()),
                    "One service has at most %d exchanges.".formatted(MOST),
                    "Give the others a service of their own.");
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode one : list) {
            String keys = "%s[%d].".formatted(KEY, entries.size() + 1);
            if (one.isObject()) {
                entries.add(entry(keys, one));
            } else {
                wrong.of(
                        keys.substring(0, keys.length() - 1),
                        one.toString(),
                        "An exchange has keys and values.",
                        "Write for example - name: pbx1");
            }
        }
        return entries;
    }

    private Entry entry(String keys, JsonNode entry) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional<Set<String>> centres = Optional.empty();
        Optional<Path> directory = Optional.empty();
        Map<String, JsonNode> flat = new LinkedHashMap<>();
        flatten("", entry, flat);
        for (Map.Entry<String, JsonNode> one : flat.entrySet()) {
            String key = one.getKey();
            JsonNode value = one.getValue();
            if (key.equals(CENTRES)) {
                centres = centres(keys + key, value);
            } else if (value.isArray()) {
                wrong.of(keys + key, value.toString(), "This key takes one value, not a list.", "Give one value.");
            } else if (key.equals(DIRECTORY)) {
                directory = directory(keys + key, value.asText());
            } else if (KEYS.containsKey(key)) {
                values.put(KEYS.get(key), value.isNull() ? "" : value.asText());
            } else {
                List<String> known = new ArrayList<>(KEYS.keySet());
                known.addAll(List.of(DIRECTORY, CENTRES));
                wrong.of(
                        keys + key,
                        value.asText(),
                        "An exchange has no such key.",
                        "Maybe %s is meant; config/hotline.yaml lists all."
                                .formatted(SettingsReader.nearest(key, known)));
            }
        }
        if (!values.containsKey(NAME)) {
            wrong.of(keys + "name", "(none)", "Each exchange has a name of its own.", "Give it one, as pbx2.");
        }
        return new Entry(keys, values, directory, centres);
    }

    private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> into) {
        node.properties().forEach(entry -> {
            if (entry.getValue().isObject()) {
                flatten(prefix + entry.getKey() + ".", entry.getValue(), into);
            } else {
                into.put(prefix + entry.getKey(), entry.getValue());
            }
        });
    }

    private Optional<Set<String>> centres(String key, JsonNode list) {
        Set<String> centres = new LinkedHashSet<>();
        if (list.isArray()) {
            list.forEach(one -> centres.add(one.asText()));
        }
        if (centres.isEmpty() || centres.contains("")) {
            wrong.of(
                    key,
                    list.toString(),
                    "A list of the ids of centres, one at least.",
                    "Write for example centres: [jiaozuo], or leave the key out: then it serves all that no other names.");
        }
        return Optional.of(centres);
    }

    private Optional<Path> directory(String key, String value) {
        try {
            if (!value.isBlank() && !Path.of(value).normalize().startsWith("..")) {
                return Optional.of(Path.of(value).normalize());
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        wrong.of(
                key,
                value.isBlank() ? "(empty)" : value,
                "A place within the home, or an absolute path.",
                "Leave the key out for the usual place.");
        return Optional.empty();
    }

    /** What no two exchanges may share; TCP ports are looked at with those of the service. */
    void check(List<Settings.Exchange> all) {
        Map<String, String> names = new HashMap<>();
        Map<Path, String> directories = new HashMap<>();
        Map<Integer, String> sip = new HashMap<>();
        Map<String, String> centres = new HashMap<>();
        Optional<String> others = Optional.empty();
        for (Settings.Exchange one : all) {
            String name = one.key(NAME);
            unlike(names, one.name(), name, "Two exchanges cannot share a name");
            unlike(directories, one.directory(), one.keys() + DIRECTORY, "Two exchanges cannot live in one place");
            unlike(sip, one.sip(), one.key("sip.port"), "Two exchanges cannot share a port");
            one.centres()
                    .ifPresent(named -> named.stream()
                            .sorted()
                            .forEach(centre -> unlike(
                                    centres, centre, one.keys() + CENTRES, "A centre is served by one exchange")));
            if (one.centres().isEmpty()) {
                if (others.isPresent()) {
                    wrong.of(
                            one.keys() + CENTRES,
                            "(none)",
                            "One exchange at most names no centres: it serves all that no other names; " + others.get()
                                    + " does so already.",
                            "Name those that this one serves.");
                }
                others = Optional.of(name);
            }
        }
        for (int later = 1; later < all.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                voices(all.get(earlier), all.get(later));
            }
        }
    }

    private <T> void unlike(Map<T, String> seen, T value, String key, String rule) {
        String other = seen.putIfAbsent(value, key);
        if (other != null) {
            wrong.of(key, value.toString(), "%s; %s has it too.".formatted(rule, other), "Give each its own.");
        }
    }

    private void voices(Settings.Exchange earlier, Settings.Exchange later) {
        if (later.rtp().from() <= earlier.rtp().to()
                && earlier.rtp().from() <= later.rtp().to()) {
            wrong.of(
                    later.key("rtp.from"),
                    "%d-%d".formatted(later.rtp().from(), later.rtp().to()),
                    "The voices of two exchanges cannot share ports; %s is %d-%d."
                            .formatted(
                                    earlier.key("rtp.from"),
                                    earlier.rtp().from(),
                                    earlier.rtp().to()),
                    "Part the range between them with rtp.from and rtp.to.");
        }
    }
}
