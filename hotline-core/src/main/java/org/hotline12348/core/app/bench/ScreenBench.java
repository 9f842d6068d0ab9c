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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.hotline12348.core.app.Database;
import org.hotline12348.core.app.DemoCentre;
import org.hotline12348.core.app.EmbeddedPostgres;
import org.hotline12348.core.app.Trouble;
import org.hotline12348.core.app.bench.Lateness.Event;
import org.hotline12348.core.app.bench.Lateness.Shown;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.LiveState.Phase;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.scheduler.DemoRoster;

/**
 * How late a screen is: from the exchange's own time of an event to the frame of a real Chromium that shows it, on the
 * coordinator's Today and on the lawyers' docks, beside a bare page that is told of the same exchange's events by the manager
 * interface and ten lines. And how smoothly the log of a year scrolls.
 */
final class ScreenBench implements Bench {
    private static final List<String> PARTS = List.of("calls", "log");
    private static final int WARM = 12;
    private static final int CALLS = 40;
    private static final int LEAST_CHANGES = 100;
    private static final double MOST_MILLIS = 200;
    private static final Duration TALK = Duration.ofMillis(700);
    private static final Duration CALLS_WITHIN = Duration.ofSeconds(110);
    private static final int RECORDS = 50_000;
    private static final double MOST_TASK_MILLIS = 50;

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
        return Duration.ofMinutes(6);
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
        LoadStand line = screens.line();
        try (BareScreen bare = BareScreen.start(
                screens.bed().directory().resolve("home"), line.ready().port("ami"))) {
            String watch = "(" + resource("screen-watch.js") + ")('%s')";
            Chromium.Page today = screens.of("coordinator", "/");
            today.does(watch.formatted("[data-test=live-calls] li"));
            Map<String, Chromium.Page> docks = new LinkedHashMap<>();
            for (JsonNode seat :
                    line.api().get("/duty", Map.of("centre", DemoRoster.CENTRE)).path("seats")) {
                String lawyer = seat.path("lawyer").path("id").asText();
                Chromium.Page dock = screens.of(lawyer, "/desk");
                dock.does(watch.formatted("[data-test=call]"));
                docks.put(lawyer, dock);
            }
            Chromium.Page plain = screens.chromium().page();
            plain.open(bare.address(), "!!window.benchSeen");
            screens.bed().say("%d calls to warm up", WARM);
            dial(line, "warm", Numbers.of(CALLS, WARM));
            plain.does("window.benchSeen.length = 0, true");

            screens.bed().say("%d calls", CALLS);
            List<String> numbers = Numbers.of(0, CALLS);
            Map<String, Double> before = today.work();
            Map<String, List<Shown>> told = new ConcurrentHashMap<>();
            Sipp citizens = dialHearing(line, numbers, told);
            Evidence evidence = line.awaitLogged(numbers, List.of(citizens));
            // The frame after the last change.
            Thread.sleep(500);
            Map<String, Double> after = today.work();

            List<CelRow> rows = Evidence.journals(line.ready()).stream()
                    .flatMap(file -> Evidence.rows(file).stream())
                    .toList();
            Map<String, List<Event>> events = Lateness.events(rows, live -> phase(live, _ -> true));
            Lateness onDocks = Lateness.NONE;
            for (Map.Entry<String, Chromium.Page> dock : docks.entrySet()) {
                Map<String, List<Event>> his = Lateness.events(
                        rows,
                        live -> phase(
                                live,
                                now -> now.lawyer().equals(dock.getKey())
                                        && (now.phase() == Phase.RINGING || now.phase() == Phase.TALKING)));
                onDocks = onDocks.and(Lateness.of(numbers, his, shown(dock.getValue())));
            }
            Lateness onToday = Lateness.of(numbers, events, shown(today));
            Lateness onStream = Lateness.of(numbers, events, told);
            Lateness onBare = bare(plain, rows);

            report.counts("calls in the log", evidence.entries(), CALLS);
            tell(report, "Today", onToday, onBare);
            tell(report, "the docks", onDocks, onBare);
            report.tells("event to the stream of events, p50 ms", at(onStream.told(), 0.5), at(onBare.told(), 0.5));
            report.tells("  p99 ms", at(onStream.told(), 0.99), at(onBare.told(), 0.99));
            for (String part : List.of("Task", "Script", "Layout", "RecalcStyle")) {
                String name = part + "Duration";
                report.tells(
                        "CPU of Today's page a change, ms: " + part,
                        "%.2f"
                                .formatted((after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0))
                                        / Math.max(1, onToday.told().size())),
                        "");
            }
            report.tells(
                    "clock of the browser beside the machine's, ms",
                    "%.1f"
                            .formatted(today.does("Date.now() - performance.timeOrigin - performance.now()")
                                    .asDouble()),
                    "");
        }
    }

    private static String phase(Optional<LiveState> live, java.util.function.Predicate<LiveState> counts) {
        return live.filter(counts).map(LiveState::phase).map(Phase::name).orElse(Lateness.OVER);
    }

    private static Sipp dial(LoadStand line, String name, List<String> numbers) throws InterruptedException {
        return line.dialAll(name, line.ready().port("sip"), numbers, 1, CALLS_WITHIN);
    }

    /** Dials, and listens to the stream of events as a page does, but without a browser. */
    private static Sipp dialHearing(LoadStand line, List<String> numbers, Map<String, List<Shown>> told)
            throws InterruptedException {
        Map<String, String> callers = new ConcurrentHashMap<>();
        try (AutoCloseable _ = line.api().events((type, notice) -> {
            if (type.equals("live")) {
                double now = Lateness.millis(Instant.now());
                String id = notice.path("id").asText();
                String key = notice.has("call")
                        ? callers.computeIfAbsent(
                                id,
                                _ -> Numbers.key(notice.path("call")
                                        .path("caller")
                                        .path("masked")
                                        .asText()))
                        : callers.getOrDefault(id, "");
                told.computeIfAbsent(key, _ -> new CopyOnWriteArrayList<>())
                        .add(new Shown(notice.path("state").asText(), now, now));
            }
        })) {
            return dial(line, "citizens", numbers);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "The stream of events could not be left: " + e, e);
        }
    }

    private static Map<String, List<Shown>> shown(Chromium.Page page) throws InterruptedException {
        Map<String, List<Shown>> shown = new HashMap<>();
        for (JsonNode one : page.does("window.benchSeen")) {
            shown.computeIfAbsent(one.path("who").asText(), _ -> new ArrayList<>())
                    .add(Shown.of(one));
        }
        return shown;
    }

    /** What the bare page shows is told apart by kind and channel; the second of a kind on a channel is the second in the journal. */
    private static Lateness bare(Chromium.Page page, List<CelRow> rows) throws InterruptedException {
        Map<String, Deque<Event>> events = new HashMap<>();
        Function<CelRow, String> key = row ->
                BareScreen.key(row.userDefType().isEmpty() ? row.eventType() : row.userDefType(), row.uniqueId());
        rows.stream()
                .sorted(Comparator.comparing(CelRow::eventTime))
                .forEach(row -> events.computeIfAbsent(key.apply(row), _ -> new ArrayDeque<>())
                        .add(new Event(Lateness.millis(row.eventTime()), "")));
        List<Double> told = new ArrayList<>();
        List<Double> drawn = new ArrayList<>();
        for (JsonNode one : page.does("window.benchSeen")) {
            Shown shown = Shown.of(one);
            Optional.ofNullable(events.get(shown.state())).map(Deque::pollFirst).ifPresent(event -> {
                told.add(shown.at() - event.millis());
                drawn.add(shown.drawn() - event.millis());
            });
        }
        return new Lateness(told, drawn, 0);
    }

    private static void tell(Report report, String where, Lateness late, Lateness bare) {
        int changes = late.drawn().size();
        double p99 = Lateness.within(late.drawn(), 0.99);
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
                p99 < MOST_MILLIS);
        report.tells("  most ms", at(late.drawn(), 1), at(bare.drawn(), 1));
        report.tells(
                "  p50 and p99 in those of the bare page",
                "%.1f, %.1f"
                        .formatted(
                                Lateness.within(late.drawn(), 0.5) / Lateness.within(bare.drawn(), 0.5),
                                p99 / Lateness.within(bare.drawn(), 0.99)),
                "1.0");
        report.tells("  the same without the drawing, p50 ms", at(late.told(), 0.5), at(bare.told(), 0.5));
        ArrayNode all = report.more().putArray(where + ", drawn after ms");
        late.drawn().forEach(all::add);
        ArrayNode bares = report.more().putArray("bare page, drawn after ms");
        bare.drawn().forEach(bares::add);
    }

    private static String at(List<Double> sorted, double share) {
        return "%.1f".formatted(Lateness.within(sorted, share));
    }

    private static void log(Screens screens, Report report) throws InterruptedException {
        screens.bed().say("%d records", RECORDS);
        Database database = EmbeddedPostgres.beside(
                screens.bed().directory().resolve("home"),
                screens.line().ready().port("database"));
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
        screens.bed().say("scrolling");
        Map<String, Double> before = page.work();
        JsonNode seen = page.does("(" + resource("screen-scroll.js") + ")(" + RECORDS + ")");
        Map<String, Double> after = page.work();
        List<Double> frames = StreamSupport.stream(seen.path("frames").spliterator(), false)
                .map(JsonNode::asDouble)
                .sorted()
                .toList();
        report.tells(
                "rows of the log in the page at once, of %,d".formatted(RECORDS),
                seen.path("most").asInt(),
                "");
        smooth(
                report,
                "longest task while they are loaded, ms",
                seen.path("loading").asDouble());
        smooth(report, "longest task on the way back, ms", seen.path("back").asDouble());
        report.tells("frame to frame on the way back, p50 ms", at(frames, 0.5), "16.7");
        report.tells("  p99 ms", at(frames, 0.99), "16.7");
        report.tells(
                "CPU of the page, s",
                "%.1f"
                        .formatted((after.getOrDefault("TaskDuration", 0.0) - before.getOrDefault("TaskDuration", 0.0))
                                / 1e3),
                "");
    }

    /** The browser tells of tasks of 50 ms and more only. */
    private static void smooth(Report report, String what, double millis) {
        report.must(
                what,
                millis == 0 ? "under 50" : "%.0f".formatted(millis),
                "",
                "< %.0f".formatted(MOST_TASK_MILLIS),
                millis < MOST_TASK_MILLIS);
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
