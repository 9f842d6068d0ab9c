package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelReader;
import org.hotline12348.ivr.cel.CelRow;

/**
 * The same calls from three sides that do not know each other: what SIPp did, what the exchange wrote into its journal, what the
 * service's log says over HTTP.
 *
 * @param sipp by caller, what the citizens' SIPp saw
 * @param cel by caller, the calls in the exchange's journal
 * @param log by caller, the entries of the log
 */
record Evidence(Map<String, Seen> sipp, Map<String, List<Seen>> cel, Map<String, List<JsonNode>> log) {
    private static final int PAGE = 200;

    /**
     * One call as one side saw it.
     *
     * @param answered when the line answered
     * @param ended when it was over
     */
    record Seen(Optional<Instant> answered, Optional<Instant> ended) {}

    /**
     * Gathers it.
     *
     * @param numbers the callers
     * @param citizens logs of the citizens' SIPp
     * @param journals the exchange's journal and those put away before it
     * @param since what the log holds from before is of no interest
     */
    static Evidence gather(
            List<String> numbers, List<Path> citizens, List<Path> journals, ApiClient api, Instant since) {
        Set<String> ours = new HashSet<>();
        numbers.forEach(number -> ours.add(Numbers.key(number)));
        Map<String, Seen> sipp = sipp(citizens);
        sipp.keySet().retainAll(ours);
        Map<String, List<Seen>> cel = cel(journals);
        cel.keySet().retainAll(ours);
        Map<String, List<JsonNode>> log = log(api, since);
        log.keySet().retainAll(ours);
        return new Evidence(sipp, cel, log);
    }

    /** The exchange's journal, and those that were put away before it. */
    static List<Path> journals(ReadyFile.Ready ready) {
        try (Stream<Path> all = Files.list(ready.path("journal").resolveSibling("."))) {
            return all.filter(file -> file.getFileName().toString().startsWith("journal"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls that reached the exchange and of which the log has nothing. */
    Set<String> missing() {
        Set<String> missing = new TreeSet<>(cel.keySet());
        missing.removeAll(log.keySet());
        return missing;
    }

    /** Calls that the line answered, says SIPp, and of which the exchange's journal has nothing. */
    Set<String> unjournalled() {
        Set<String> missing = new TreeSet<>();
        sipp.forEach((key, seen) -> {
            if (seen.answered().isPresent() && !cel.containsKey(key)) {
                missing.add(key);
            }
        });
        return missing;
    }

    /** Entries beyond the first of the same call. */
    long doubled() {
        return log.values().stream().mapToLong(entries -> entries.size() - 1L).sum();
    }

    long entries() {
        return log.values().stream().mapToLong(List::size).sum();
    }

    /** Entries whose call is not over, says the log. */
    Set<String> unended() {
        Set<String> keys = new TreeSet<>();
        log.forEach((key, entries) -> {
            if (entries.stream().anyMatch(entry -> entry.path("endedAt").isNull())) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** How often each outcome is in the log. */
    Map<String, Integer> outcomes() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        log.values()
                .forEach(entries -> entries.forEach(
                        entry -> counts.merge(entry.path("outcome").asText("none"), 1, Integer::sum)));
        return counts;
    }

    /** The greatest distance between a call's end in SIPp and in the log. */
    Duration worstEnd() {
        Duration worst = Duration.ZERO;
        for (Map.Entry<String, Seen> call : sipp.entrySet()) {
            Optional<Instant> logged = Optional.ofNullable(log.get(call.getKey()))
                    .map(List::getFirst)
                    .flatMap(entry -> moment(entry, "endedAt"));
            if (logged.isPresent() && call.getValue().ended().isPresent()) {
                Duration apart = Duration.between(call.getValue().ended().get(), logged.get())
                        .abs();
                worst = apart.compareTo(worst) > 0 ? apart : worst;
            }
        }
        return worst;
    }

    /** The greatest distance, in seconds, between a call's length in SIPp and wait and talk in the log. */
    long worstLengthSeconds() {
        long worst = 0;
        for (Map.Entry<String, Seen> call : sipp.entrySet()) {
            List<JsonNode> entries = log.getOrDefault(call.getKey(), List.of());
            Seen seen = call.getValue();
            if (entries.isEmpty() || seen.answered().isEmpty() || seen.ended().isEmpty()) {
                continue;
            }
            Optional<Instant> began = moment(entries.getFirst(), "startedAt");
            Optional<Instant> ended = moment(entries.getFirst(), "endedAt");
            if (began.isPresent() && ended.isPresent()) {
                long apart = Duration.between(
                                seen.answered().get(), seen.ended().get())
                        .minus(Duration.between(began.get(), ended.get()))
                        .abs()
                        .toMillis();
                worst = Math.max(worst, Math.round(apart / 1000.0));
            }
        }
        return worst;
    }

    static Optional<Instant> moment(JsonNode entry, String field) {
        return entry.path(field).isTextual()
                ? Optional.of(OffsetDateTime.parse(entry.path(field).asText()).toInstant())
                : Optional.empty();
    }

    /** {@code [timestamp] ANSWERED number}: SIPp writes date, time and seconds of the epoch before it. */
    private static Map<String, Seen> sipp(List<Path> logs) {
        Map<String, Seen> seen = new HashMap<>();
        for (Path log : logs) {
            for (String line : lines(log)) {
                String[] words = line.split("\\s+");
                if (words.length < 5) {
                    continue;
                }
                Instant at = Instant.ofEpochMilli(Math.round(Double.parseDouble(words[2]) * 1000));
                String key = Numbers.key(words[4]);
                Seen before = seen.getOrDefault(key, new Seen(Optional.empty(), Optional.empty()));
                switch (words[3]) {
                    case "DIALLED" -> seen.putIfAbsent(key, before);
                    case "ANSWERED" -> seen.put(key, new Seen(Optional.of(at), before.ended()));
                    case "ENDED" -> seen.put(key, new Seen(before.answered(), Optional.of(at)));
                    default -> {}
                }
            }
        }
        return seen;
    }

    /** When something was logged by a scenario. */
    static List<Instant> moments(Path log, String what) {
        return lines(log).stream()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length >= 4 && words[3].equals(what))
                .map(words -> Instant.ofEpochMilli(Math.round(Double.parseDouble(words[2]) * 1000)))
                .toList();
    }

    /** The longest time that the hint took, of calls whose notice ended between two moments. */
    static Duration worstHint(Path journal, Instant from, Instant until) {
        Map<String, Instant> noticed = new HashMap<>();
        Duration worst = Duration.ZERO;
        for (CelRow row : rows(journal)) {
            if (row.userDefType().equals("HOTLINE_NOTICE")
                    && row.eventTime().isAfter(from)
                    && row.eventTime().isBefore(until)) {
                noticed.put(row.uniqueId(), row.eventTime());
            } else if (row.userDefType().equals("HOTLINE_QUEUED")) {
                Duration took = Optional.ofNullable(noticed.remove(row.uniqueId()))
                        .map(begin -> Duration.between(begin, row.eventTime()))
                        .orElse(Duration.ZERO);
                worst = took.compareTo(worst) > 0 ? took : worst;
            }
        }
        return worst;
    }

    /** The rows of a journal; none where there is no file. */
    static List<CelRow> rows(Path journal) {
        if (!Files.exists(journal)) {
            return List.of();
        }
        try {
            return CelReader.readAll(Files.readString(journal, StandardCharsets.ISO_8859_1)).stream()
                    .filter(CelLine.Good.class::isInstance)
                    .map(line -> ((CelLine.Good) line).row())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<Seen>> cel(List<Path> journals) {
        Map<String, CelRow> arrived = new LinkedHashMap<>();
        Map<String, Instant> ended = new HashMap<>();
        for (Path journal : journals) {
            for (CelRow row : rows(journal)) {
                if (row.userDefType().equals("HOTLINE_ARRIVED")) {
                    arrived.putIfAbsent(row.linkedId(), row);
                } else if (row.eventType().equals("LINKEDID_END")) {
                    ended.put(row.linkedId(), row.eventTime());
                }
            }
        }
        Map<String, List<Seen>> calls = new HashMap<>();
        arrived.forEach((id, row) -> calls.computeIfAbsent(Numbers.key(row.callerNumber()), _ -> new ArrayList<>())
                .add(new Seen(Optional.of(row.eventTime()), Optional.ofNullable(ended.get(id)))));
        return calls;
    }

    /** Every entry of the demo centre since a moment. */
    static Map<String, List<JsonNode>> log(ApiClient api, Instant since) {
        Map<String, List<JsonNode>> entries = new HashMap<>();
        for (JsonNode entry : pages(api, "/consultations", Map.of("centre", "jiaozuo", "from", since.toString()))) {
            entries.computeIfAbsent(
                            Numbers.key(entry.path("caller").path("masked").asText()), _ -> new ArrayList<>())
                    .add(entry);
        }
        return entries;
    }

    /** Every item of a list, page by page. */
    static List<JsonNode> pages(ApiClient api, String path, Map<String, String> about) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Map<String, String> query = new HashMap<>(about);
            query.put("limit", Integer.toString(PAGE));
            if (!cursor.isEmpty()) {
                query.put("page", cursor);
            }
            JsonNode page = api.get(path, query);
            page.path("items").forEach(items::add);
            cursor = page.path("next").isTextual() ? page.path("next").asText() : "";
        } while (!cursor.isEmpty());
        return items;
    }

    /** How often each caller was taken by a lawyer who pressed 1, by the exchange's journal. */
    static Map<String, Integer> taken(List<String> numbers, List<Path> journals) {
        Map<String, String> callers = new HashMap<>();
        Map<String, Integer> taken = new HashMap<>();
        for (Path journal : journals) {
            for (CelRow row : rows(journal)) {
                if (row.userDefType().equals("HOTLINE_ARRIVED")) {
                    callers.putIfAbsent(row.linkedId(), Numbers.key(row.callerNumber()));
                } else if (row.userDefType().equals("HOTLINE_ACCEPTED") && callers.containsKey(row.linkedId())) {
                    taken.merge(callers.get(row.linkedId()), 1, Integer::sum);
                }
            }
        }
        taken.keySet().retainAll(numbers.stream().map(Numbers::key).toList());
        return taken;
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
