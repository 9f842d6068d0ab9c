package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The roster on the command line: {@code roster show|plan|publish|import}. It speaks to the running service over its own
 * interface, so that the same rules are checked, the same audit is written, and the queue follows at once; a second
 * program beside it in the database could do none of that.
 */
final class RosterCommand {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READ = Duration.ofSeconds(20);
    private static final String USER = "HOTLINE_USER";
    private static final String PASSWORD = "HOTLINE_PASSWORD";
    private static final int PLAN_SECONDS = 50;
    private static final int DAYS_SHOWN = 14;
    private static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final String USAGE = """
            roster show [FROM [TO]]      who is on duty: from today, two weeks
            roster plan FROM TO          a draft for these days; what is published changes as little as possible
            roster publish PLAN [WHY]    publish a draft; its id is what roster plan printed
            roster import WHAT FILE      practitioners, leave or notice, from a file: shown line by line, changes nothing
            roster import WHAT FILE take the same, and taken when no line is bad, all or nothing
            Dates are written as 2026-10-10. HOTLINE_USER and HOTLINE_PASSWORD say who asks; without them it is the
            demonstration's coordinator.""";

    private final ApiClient api;
    private final PrintStream out;

    RosterCommand(ApiClient api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** @param words what follows the verb; returns the exit code */
    int run(List<String> words) {
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        String what = words.isEmpty() ? "" : words.getFirst();
        return switch (what) {
            case "show" -> show(rest);
            case "plan" -> plan(rest);
            case "publish" -> publish(rest);
            case "import" -> bring(rest);
            default ->
                throw usage(
                        what.isEmpty() ? "roster wants a word after it." : "roster does not know \"" + what + "\".");
        };
    }

    /** Refuses before anybody has to be signed in. */
    static void check(List<String> words) {
        if (words.isEmpty() || !List.of("show", "plan", "publish", "import").contains(words.getFirst())) {
            throw usage(
                    words.isEmpty()
                            ? "roster wants a word after it."
                            : "roster does not know \"" + words.getFirst() + "\".");
        }
    }

    /** Who asks, as the environment says; nobody named: the demonstration's coordinator. */
    static ApiClient asker(Map<String, String> environment, ReadyFile.Ready running, Path homeRoot) {
        Optional<String> user = Optional.ofNullable(environment.get(USER));
        Optional<String> password = Optional.ofNullable(environment.get(PASSWORD));
        if (user.isPresent() != password.isPresent()) {
            throw new Trouble(
                    Trouble.Kind.USAGE,
                    "%s is set, %s is not.%nMend: set both, or neither for the demonstration's coordinator."
                            .formatted(user.isPresent() ? USER : PASSWORD, user.isPresent() ? PASSWORD : USER));
        }
        return user.isPresent()
                ? ApiClient.signedIn(running, user.get(), password.orElseThrow())
                : ApiClient.coordinator(running, homeRoot);
    }

    private static Trouble usage(String trouble) {
        return new Trouble(Trouble.Kind.USAGE, trouble + "\n" + USAGE);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw usage("\"%s\" is no date.".formatted(text));
        }
    }

    private int show(List<String> words) {
        if (words.size() > 2) {
            throw usage("roster show takes two dates at most.");
        }
        LocalDate from = words.isEmpty()
                ? LocalDate.parse(
                        api.get("/session", Map.of()).path("now").asText().substring(0, 10))
                : date(words.getFirst());
        LocalDate to = words.size() < 2 ? from.plusDays(DAYS_SHOWN - 1) : date(words.get(1));
        if (to.isBefore(from)) {
            throw usage("roster show takes the first day first; %s is before %s.".formatted(to, from));
        }
        Map<String, String> span = Map.of("from", from.toString(), "to", to.toString());
        Map<String, List<JsonNode>> duties = new TreeMap<>();
        api.get("/roster", span)
                .path("duties")
                .forEach(duty -> duties.computeIfAbsent(duty.path("date").asText(), day -> new ArrayList<>())
                        .add(duty));
        for (JsonNode day : api.get("/calendar", span)) {
            String date = day.path("date").asText();
            List<JsonNode> those = duties.getOrDefault(date, List.of());
            boolean service = day.path("service").asBoolean();
            String closed = service ? "" : "(" + day.path("reasonText").asText() + ")";
            String line = those.isEmpty()
                    ? (service ? "-" : closed)
                    // Duties on a day that was closed after they were published stay until it is planned again.
                    : (closed + "  "
                                    + String.join(
                                            "  ",
                                            those.stream()
                                                    .map(RosterCommand::text)
                                                    .toList()))
                            .strip();
            out.println(date + "  " + line);
        }
        return 0;
    }

    private static String text(JsonNode duty) {
        return "%s %s %s(%s)"
                .formatted(
                        duty.path("from").asText().substring(11, 16),
                        duty.path("standby").asBoolean()
                                ? "standby"
                                : "seat " + duty.path("seat").asInt(),
                        duty.path("lawyer").path("name").asText(),
                        duty.path("lawyer").path("id").asText());
    }

    private int plan(List<String> words) {
        if (words.size() != 2) {
            throw usage("roster plan takes the first and the last day.");
        }
        ObjectNode order = JSON.createObjectNode()
                .put("from", date(words.get(0)).toString())
                .put("to", date(words.get(1)).toString())
                .put("seconds", PLAN_SECONDS);
        JsonNode plan = api.post("/roster/plans", order, READ.plusSeconds(PLAN_SECONDS));
        out.println("%s %s: %d duties, objective %d, bound %d (%s)"
                .formatted(
                        plan.path("id").asText(),
                        plan.path("status").asText(),
                        plan.path("duties").size(),
                        plan.path("objective").asLong(),
                        plan.path("bound").asLong(),
                        plan.path("planner").asText()));
        plan.path("scores").forEach(score -> {
            if (score.path("value").asLong() > 0) {
                out.println("  %s %s: %d, at least %d"
                        .formatted(
                                score.path("name").asText(),
                                score.path("nameEn").asText(),
                                score.path("value").asLong(),
                                score.path("bound").asLong()));
            }
        });
        plan.path("gaps")
                .forEach(gap -> out.println("  %s seat %d is empty: %s / %s"
                        .formatted(
                                gap.path("date").asText(),
                                gap.path("seat").asInt(),
                                gap.path("reason").asText(),
                                gap.path("reasonEn").asText())));
        out.println(
                "publish it with: ./hotline roster publish " + plan.path("id").asText());
        return plan.path("gaps").isEmpty() ? 0 : Trouble.Kind.UNAVAILABLE.exitCode();
    }

    private int publish(List<String> words) {
        if (words.isEmpty()) {
            throw usage("roster publish takes a plan's id.");
        }
        ObjectNode why = JSON.createObjectNode().put("why", String.join(" ", words.subList(1, words.size())));
        JsonNode version = api.post("/roster/plans/%s/publish".formatted(words.getFirst()), why, READ);
        out.println("version %d is published: %d duties taken, %d given"
                .formatted(
                        version.path("version").asInt(),
                        version.path("takenCount").asInt(),
                        version.path("givenCount").asInt()));
        return 0;
    }

    /** What can be imported, and under which path. */
    private static final Map<String, String> IMPORTS =
            Map.of("practitioners", "practitioners", "leave", "leaves", "notice", "notices");

    private int bring(List<String> words) {
        boolean take = words.size() == 3 && words.get(2).equals("take");
        if (!words.isEmpty() && !IMPORTS.containsKey(words.getFirst())) {
            throw usage("roster import takes practitioners, leave or notice, not \"%s\".".formatted(words.getFirst()));
        }
        if (words.size() == 3 && !take) {
            throw usage("After the file roster import takes the word take only, not \"%s\".".formatted(words.get(2)));
        }
        if (words.size() < 2 || words.size() > 3) {
            throw usage("roster import takes practitioners, leave or notice, a file, and perhaps the word take.");
        }
        String path = "/imports/" + IMPORTS.get(words.getFirst());
        ObjectNode file = JSON.createObjectNode().put("content", content(Path.of(words.get(1))));
        JsonNode shown = api.post(path + "/preview", file, READ);
        for (JsonNode fault : shown.path("faults")) {
            out.println("fault: " + text(fault.path("text"), fault.path("textEn")));
        }
        for (JsonNode note : shown.path("notes")) {
            out.println("note: " + text(note.path("text"), note.path("textEn")));
        }
        for (JsonNode line : shown.path("lines")) {
            for (JsonNode flaw : line.path("flaws")) {
                out.println("line %d %s: %s"
                        .formatted(
                                line.path("line").asInt(),
                                line.path("id").asText(),
                                text(flaw.path("text"), flaw.path("textEn"))));
            }
        }
        for (JsonNode day : shown.path("changes")) {
            out.println("%s %s -> %s %s"
                    .formatted(
                            day.path("date").asText(),
                            day.path("before").asText(),
                            day.path("after").asText(),
                            day.path("afterName").asText()));
        }
        for (JsonNode day : shown.path("affected")) {
            out.println("%s %s %s, %d duties are published: plan it again with ./hotline roster plan %s %s"
                    .formatted(
                            day.path("centre").asText(),
                            day.path("date").asText(),
                            day.path("opens").asBoolean() ? "opens" : "closes",
                            day.path("duties").asInt(),
                            day.path("date").asText(),
                            day.path("date").asText()));
        }
        shown.path("counts")
                .properties()
                .forEach(count ->
                        out.println(count.getKey() + ": " + count.getValue().asInt()));
        if (!shown.path("sound").asBoolean()) {
            out.println("It cannot be taken like this; nothing was changed.");
            return Trouble.Kind.UNAVAILABLE.exitCode();
        }
        if (take) {
            api.post(path, file.put("digest", shown.path("digest").asText()), READ);
            out.println("taken");
        } else {
            out.println("Nothing is changed yet; add the word take.");
        }
        return 0;
    }

    private static String text(JsonNode chinese, JsonNode english) {
        return chinese.asText() + " / " + english.asText();
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Trouble(
                        Trouble.Kind.USAGE,
                        "The file %s has %d bytes; at most %d are imported at once.%nMend: import it in parts."
                                .formatted(file, Files.size(file), MOST_BYTES));
            }
            if (Files.size(file) == 0) {
                throw new Trouble(
                        Trouble.Kind.USAGE,
                        "The file %s is empty.%nMend: give a file with a line of headings and a line for each entry, or a notice's text."
                                .formatted(file));
            }
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new Trouble(
                    Trouble.Kind.USAGE,
                    "The file %s cannot be read: %s%nMend: give the path of a CSV or XLSX file, of a notice also text or JSON."
                            .formatted(file, Home.reason(e)),
                    e);
        }
    }
}
