package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hotline12348.core.app.Database;
import org.hotline12348.core.app.DemoCentre;
import org.hotline12348.core.app.EmbeddedPostgres;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.LiveState.Phase;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.scheduler.DemoRoster;

/**
 * How late a screen is: from the exchange's own time of an event to the frame of a real Chromium that shows it, on the
 * coordinator's Today and on the lawyers' docks, beside a bare page that is told of the same exchange's events by the manager
 * interface and ten lines. And how smoothly the log of a year scrolls.
 */
final class ScreenBench implements Bench {
    private static final List<String> PARTS = List.of("calls", "log");
    private static final int WARM = 6;
    private static final int CALLS = 40;
    private static final int LEAST_CHANGES = 100;
    private static final double MOST_MILLIS = 200;
    private static final Duration TALK = Duration.ofMillis(700);
    private static final Duration CALLS_WITHIN = Duration.ofSeconds(110);

    /** A browser's clock is told to a tenth of a millisecond, and read by another process. */
    private static final double CLOCKS_APART_MILLIS = 2;

    private static final int RECORDS = 50_000;
    private static final double MOST_TASK_MILLIS = 50;
    private static final String OVER = "ENDED";

    @Override
    public String name() {
        return "screen";
    }

    @Override
    public String tells() {
        return "from the exchange's event to a Chromium's screen, beside a bare page; a log of %,d rows scrolled; parts: %s"
                .formatted(RECORDS, String.join(", ", PARTS));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(5);
    }

    /**
     * A state of a call from a moment on, as the journal of the exchange has it.
     *
     * @param millis since 1970
     */
    private record Event(double millis, String state) {}

    /**
     * The same as a page shows it.
     *
     * @param at when the page had it
     * @param painted when the frame with it was drawn
     */
    private record Shown(String state, double at, double painted) {}

    /** How late events came on a screen: in the page, and drawn, in milliseconds; how many never did. */
    private record Late(List<Double> inPage, List<Double> drawn, int never) {
        Late() {
            this(new ArrayList<>(), new ArrayList<>(), 0);
        }

        Late and(Late other) {
            return new Late(both(inPage, other.inPage), both(drawn, other.drawn), never + other.never);
        }

        private static List<Double> both(List<Double> one, List<Double> other) {
            return Stream.concat(one.stream(), other.stream()).sorted().toList();
        }
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        bed.parts().stream().filter(part -> !PARTS.contains(part)).findFirst().ifPresent(part -> {
            throw Benches.noSuchPart(part, PARTS);
        });
        try (LoadStand line = new LoadStand(bed, 2, TALK, List.of(), List.of());
                Chromium chromium = Chromium.start(bed.directory().resolve("chromium"))) {
            Report report = new Report(
                    "from the exchange's event to the screen: %d calls, 2 lawyers, three screens; beside: a bare page at the manager interface"
                            .formatted(CALLS),
                    line.began());
            Screens screens = new Screens(bed, line, chromium);
            if (bed.parts().isEmpty() || bed.parts().contains("calls")) {
                calls(screens, report);
            }
            if (bed.parts().isEmpty() || bed.parts().contains("log")) {
                log(screens, report);
            }
            return report;
        }
    }

    /** Pages of signed-in people. */
    private record Screens(Bed bed, LoadStand line, Chromium chromium) {
        private static final String SIGN_IN = """
                (async () => {
                  await fetch('/api/v1/session');
                  const answer = await fetch('/api/v1/session', {
                    method: 'POST',
                    headers: {
                      'Content-Type': 'application/json',
                      'X-XSRF-TOKEN': decodeURIComponent(/XSRF-TOKEN=([^;]*)/.exec(document.cookie)[1]),
                    },
                    body: JSON.stringify({ username: '%s', password: '%s' }),
                  });
                  return answer.ok;
                })()
                """;

        Chromium.Page of(String username, String path) throws InterruptedException {
            Chromium.Page page = chromium.page();
            page.open(line.ready().http() + "/", "!!document.querySelector('input[name=username]')");
            page.until(SIGN_IN.formatted(
                    username, DemoCentre.password(bed.directory().resolve("home"))));
            page.open(line.ready().http() + path, "!!document.querySelector('.shell h1')");
            return page;
        }
    }

    private static void calls(Screens screens, Report report) throws InterruptedException {
        Bed bed = screens.bed();
        LoadStand line = screens.line();
        try (BareScreen bare =
                BareScreen.start(bed.directory().resolve("home"), line.ready().port("ami"))) {
            String watch = resource("screen-watch.js");
            Chromium.Page today = screens.of("coordinator", "/");
            today.does("(" + watch + ")('[data-test=live-calls] li')");
            Map<String, Chromium.Page> docks = new LinkedHashMap<>();
            for (JsonNode seat :
                    line.api().get("/duty", Map.of("centre", DemoRoster.CENTRE)).path("seats")) {
                String lawyer = seat.path("lawyer").path("id").asText();
                Chromium.Page dock = screens.of(lawyer, "/desk");
                dock.does("(" + watch + ")('[data-test=call]')");
                docks.put(lawyer, dock);
            }
            Chromium.Page plain = screens.chromium().page();
            plain.open(bare.address(), "!!window.benchSeen");
            bed.say("%d calls to warm up", WARM);
            dial(line, "warm", Numbers.of(CALLS, WARM));
            bed.say("%d calls", CALLS);
            List<String> numbers = Numbers.of(0, CALLS);
            plain.does("window.benchSeen.length = 0, true");
            Sipp citizens = dial(line, "citizens", numbers);
            Evidence evidence = line.awaitLogged(numbers, List.of(citizens));
            // The frame after the last change.
            Thread.sleep(500);

            List<CelRow> rows = Evidence.journals(line.ready()).stream()
                    .flatMap(file -> Evidence.rows(file).stream())
                    .toList();
            Late onToday = late(
                    today,
                    numbers,
                    events(
                            rows,
                            live -> live.map(LiveState::phase).map(Phase::name).orElse(OVER)));
            Late onDocks = new Late();
            for (Map.Entry<String, Chromium.Page> dock : docks.entrySet()) {
                onDocks = onDocks.and(late(
                        dock.getValue(),
                        numbers,
                        events(
                                rows,
                                live -> live.filter(now -> now.lawyer().equals(dock.getKey())
                                                && (now.phase() == Phase.RINGING || now.phase() == Phase.TALKING))
                                        .map(LiveState::phase)
                                        .map(Phase::name)
                                        .orElse(OVER))));
            }
            Late onBare = bareLate(plain);
            report.counts("calls in the log", evidence.entries(), CALLS);
            tell(report, "Today", onToday, onBare);
            tell(report, "the docks", onDocks, onBare);
            report.tells(
                    "clock of the browser beside the machine's, ms",
                    "%.1f"
                            .formatted(today.does("Date.now() - performance.timeOrigin - performance.now()")
                                    .asDouble()),
                    "");
        }
    }

    private static Sipp dial(LoadStand line, String name, List<String> numbers) throws InterruptedException {
        return line.dialAll(name, line.ready().port("sip"), numbers, 1, CALLS_WITHIN);
    }

    private static void tell(Report report, String where, Late late, Late bare) {
        int changes = late.drawn().size();
        report.must(
                "changes of calls on %s".formatted(where),
                changes,
                bare.drawn().size(),
                ">= " + LEAST_CHANGES,
                changes >= LEAST_CHANGES);
        report.counts("  of them never shown", late.never(), 0);
        report.tells("  event to screen, p50 ms", at(late.drawn(), 0.5), at(bare.drawn(), 0.5));
        report.tells("  p95 ms", at(late.drawn(), 0.95), at(bare.drawn(), 0.95));
        report.must(
                "  p99 ms",
                at(late.drawn(), 0.99),
                at(bare.drawn(), 0.99),
                "< %.0f".formatted(MOST_MILLIS),
                quantile(late.drawn(), 0.99) < MOST_MILLIS);
        report.tells("  most ms", at(late.drawn(), 1), at(bare.drawn(), 1));
        report.tells(
                "  p50 and p99 in those of the bare page",
                "%.1f, %.1f"
                        .formatted(
                                quantile(late.drawn(), 0.5) / quantile(bare.drawn(), 0.5),
                                quantile(late.drawn(), 0.99) / quantile(bare.drawn(), 0.99)),
                "1.0");
        report.tells("  the same without the drawing, p50 ms", at(late.inPage(), 0.5), at(bare.inPage(), 0.5));
        ArrayNode all = report.more().putArray(where + ", drawn after ms");
        late.drawn().forEach(all::add);
        ArrayNode bares = report.more().putArray("bare page, drawn after ms");
        bare.drawn().forEach(bares::add);
    }

    private static String at(List<Double> sorted, double share) {
        return "%.1f".formatted(quantile(sorted, share));
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty()
                ? Double.POSITIVE_INFINITY
                : sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
    }

    /**
     * When each call came into which state, by the exchange's journal: the moment of the row that makes the record say so.
     *
     * @param shown what a screen shows of a state
     */
    private static Map<String, List<Event>> events(List<CelRow> rows, Function<Optional<LiveState>, String> shown) {
        Map<String, List<CelRow>> calls = new LinkedHashMap<>();
        rows.stream()
                .sorted(Comparator.comparing(CelRow::eventTime))
                .forEach(row -> calls.computeIfAbsent(row.linkedId(), _ -> new ArrayList<>())
                        .add(row));
        Map<String, List<Event>> events = new HashMap<>();
        for (List<CelRow> call : calls.values()) {
            List<SeenRow> known = new ArrayList<>();
            String before = OVER;
            for (CelRow row : call) {
                known.add(new SeenRow(row, Feed.FILE));
                Optional<CallProjection> now = CallFold.project(known, Map.of()).stream()
                        .filter(one -> one.centre().isPresent())
                        .findFirst();
                String state = shown.apply(now.flatMap(CallProjection::live));
                if (now.isPresent() && !state.equals(before)) {
                    events.computeIfAbsent(Numbers.key(now.get().caller()), _ -> new ArrayList<>())
                            .add(new Event(millis(row.eventTime()), state));
                    before = state;
                }
            }
        }
        return events;
    }

    private static double millis(Instant at) {
        return at.getEpochSecond() * 1e3 + at.getNano() / 1e6;
    }

    private static Late late(Chromium.Page page, List<String> numbers, Map<String, List<Event>> events)
            throws InterruptedException {
        Map<String, List<Shown>> shown = new HashMap<>();
        for (JsonNode one : page.does("window.benchSeen")) {
            shown.computeIfAbsent(one.path("who").asText(), _ -> new ArrayList<>())
                    .add(shown(one));
        }
        Late all = new Late();
        for (String number : numbers) {
            String key = Numbers.key(number);
            all = all.and(late(events.getOrDefault(key, List.of()), shown.getOrDefault(key, List.of())));
        }
        return all;
    }

    private static Shown shown(JsonNode one) {
        return new Shown(
                one.path("state").asText(),
                one.path("at").asDouble(),
                one.path("painted").asDouble());
    }

    /** An event is on the screen with its own state or with that of one that came after it. */
    private static Late late(List<Event> events, List<Shown> shown) {
        Late late = new Late();
        int next = 0;
        for (Shown one : shown) {
            int to = next - 1;
            for (int i = next; i < events.size(); i++) {
                Event event = events.get(i);
                if (event.state().equals(one.state()) && event.millis() <= one.at() + CLOCKS_APART_MILLIS) {
                    to = i;
                }
            }
            for (; next <= to; next++) {
                late.inPage().add(one.at() - events.get(next).millis());
                late.drawn().add(one.painted() - events.get(next).millis());
            }
        }
        return new Late(late.inPage(), late.drawn(), events.size() - next);
    }

    private static Late bareLate(Chromium.Page page) throws InterruptedException {
        Late late = new Late();
        for (JsonNode one : page.does("window.benchSeen")) {
            double sent = one.path("state").asDouble() * 1e3;
            late.inPage().add(one.path("at").asDouble() - sent);
            late.drawn().add(one.path("painted").asDouble() - sent);
        }
        return new Late().and(late);
    }

    private static void log(Screens screens, Report report) throws InterruptedException {
        Bed bed = screens.bed();
        bed.say("%d records", RECORDS);
        Database database = EmbeddedPostgres.beside(
                bed.directory().resolve("home"), screens.line().ready().port("database"));
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(ManyRecords.insert(RECORDS, Instant.now().toString()));
            statement.execute("vacuum analyze hotline.consultation");
        } catch (SQLException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "The records cannot be written: " + e.getMessage(), e);
        }
        Chromium.Page page = screens.of("coordinator", "/log");
        page.until("!!document.querySelector('.log-row:not(.log-head)')");
        bed.say("scrolling");
        JsonNode seen = page.does("(" + resource("screen-scroll.js") + ")(" + RECORDS + ")");
        double[] frames = StreamSupport.stream(seen.path("frames").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
        List<Double> sorted = Arrays.stream(frames).boxed().toList();
        report.tells(
                "rows of the log in the page at once, of %,d".formatted(RECORDS),
                seen.path("most").asInt(),
                "");
        report.must(
                "longest task while they are loaded, ms",
                "%.0f".formatted(seen.path("loading").asDouble()),
                "",
                "< %.0f, or none (0)".formatted(MOST_TASK_MILLIS),
                seen.path("loading").asDouble() <= MOST_TASK_MILLIS);
        report.must(
                "longest task on the way back, ms",
                "%.0f".formatted(seen.path("back").asDouble()),
                "",
                "< %.0f, or none (0)".formatted(MOST_TASK_MILLIS),
                seen.path("back").asDouble() <= MOST_TASK_MILLIS);
        report.tells("frame to frame on the way back, p50 ms", at(sorted, 0.5), "16.7");
        report.tells("  p99 ms", at(sorted, 0.99), "16.7");
        report.tells("  most ms", at(sorted, 1), "16.7");
    }

    private static String resource(String name) {
        try (InputStream text = ScreenBench.class.getResourceAsStream("/bench/" + name)) {
            if (text == null) {
                throw new IllegalArgumentException("There is no script " + name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
