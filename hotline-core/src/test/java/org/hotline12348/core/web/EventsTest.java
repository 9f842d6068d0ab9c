package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.journal.LiveCalls.LiveCall;
import org.hotline12348.core.journal.LiveNotice;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
class EventsTest {

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    /** Reads a stream of events, line by line. */
    private static final class Reader implements AutoCloseable {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        // Not HttpURLConnection: its disconnect() waits for the line that is being read.
        private final HttpClient client = HttpClient.newHttpClient();

        Reader(Person person) throws Exception {
            HttpResponse<Stream<String>> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/v1/events".formatted(stand.port())))
                            .header("Cookie", "hotline_session=" + person.cookies.get("hotline_session"))
                            .build(),
                    BodyHandlers.ofLines());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            Thread.ofVirtual().start(() -> {
                try {
                    answer.body().forEach(lines::add);
                } catch (UncheckedIOException e) {
                    lines.add("closed");
                }
            });
            assertThat(nextWith("welcome")).isNotNull();
        }

        String nextWith(String word) throws InterruptedException {
            String line;
            do {
                line = lines.poll(20, TimeUnit.SECONDS);
                assertThat(line).as("a line with " + word).isNotNull();
            } while (!line.contains(word));
            return line;
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }

    private static void notice(JsonObject notice) {
        stand.vertx.eventBus().publish("hotline.notice", notice);
    }

    @Test
    void whatHappensReachesThoseWhoMaySeeIt() throws Exception {
        try (Reader coordinator = new Reader(stand.signedIn("coordinator"));
                Reader other = new Reader(stand.signedIn("xiuwu.boss"))) {
            notice(new JsonObject()
                    .put("type", "call")
                    .put("centre", "jiaozuo")
                    .put("id", "c1")
                    .put("lawyer", "lawyer01")
                    .put("number", "13800001234"));
            notice(new JsonObject().put("type", "line").put("centre", "xiuwu"));
            assertThat(coordinator.nextWith("event: ")).isEqualTo("event: call");
            assertThat(coordinator.nextWith("data: ")).contains("\"id\":\"c1\"").doesNotContain("13800001234");
            assertThat(other.nextWith("event: ")).isEqualTo("event: line");
        }
    }

    @Test
    void aChangedRosterIsTold() throws Exception {
        try (Reader lawyer = new Reader(stand.signedIn("lawyer01"))) {
            stand.roster.edited("jiaozuo", FRIDAY_TEN);
            assertThat(lawyer.nextWith("data: "))
                    .contains("\"type\":\"roster\"", "\"at\":\"2026-10-16T10:00:00+08:00\"");
        }
    }

    @Test
    void whoeverSignsOutIsToldAndLetGo() throws Exception {
        Person person = stand.signedIn("lawyer02");
        try (Reader reader = new Reader(person)) {
            person.delete("/session").isAnswered(204);
            assertThat(reader.nextWith("event: session")).isNotNull();
            assertThat(reader.nextWith("data: ")).contains("\"signedIn\":false");
        }
    }

    @Test
    void aLawyerLearnsThatSomethingHappenedButNotToWhichCall() {
        Account lawyer = new Account("lawyer01", "甲", Set.of(Role.LAWYER), "jiaozuo", true, false);
        JsonObject others = new JsonObject()
                .put("type", "call")
                .put("centre", "jiaozuo")
                .put("id", "c9")
                .put("lawyer", "lawyer02");
        assertThat(Notices.seen(others, others, lawyer, Set.of("jiaozuo")))
                .contains(new JsonObject().put("type", "call").put("centre", "jiaozuo"));
        JsonObject own = others.copy().put("lawyer", "lawyer01");
        assertThat(Notices.seen(own, own, lawyer, Set.of("jiaozuo"))).contains(own);
        assertThat(Notices.seen(own, own, lawyer, Set.of("xiuwu"))).isEmpty();
    }

    @Test
    void aCallThatIsUpIsToldWholeToThoseWhoseCallItIs() throws Exception {
        LiveCall call = new LiveCall(
                "c7",
                "jiaozuo",
                Instant.parse("2026-10-16T01:59:00Z"),
                "138****0007",
                new LiveState(LiveState.Phase.RINGING, "lawyer01", Instant.parse("2026-10-16T01:59:30Z")),
                Set.of("lawyer01"));
        JsonObject rings = LiveNotice.up(call, Set.of("lawyer02"), FRIDAY_TEN);
        try (Reader coordinator = new Reader(stand.signedIn("coordinator"));
                Reader his = new Reader(stand.signedIn("lawyer01"));
                Reader rangBefore = new Reader(stand.signedIn("lawyer02"));
                Reader others = new Reader(stand.signedIn("lawyer03"));
                Reader elsewhere = new Reader(stand.signedIn("xiuwu.boss"))) {
            notice(rings);
            notice(new JsonObject().put("type", "line"));
            for (Reader reader : List.of(coordinator, his)) {
                assertThat(data(reader).getJsonObject("call"))
                        .isEqualTo(new JsonObject()
                                .put("id", "c7")
                                .put("centre", "jiaozuo")
                                .put("state", "RINGING")
                                .put("startedAt", "2026-10-16T09:59:00+08:00")
                                .put("since", "2026-10-16T09:59:30+08:00")
                                .put("caller", new JsonObject().put("masked", "138****0007"))
                                .put("lawyer", "lawyer01")
                                .put(
                                        "lawyerName",
                                        stand.roster
                                                .practitioner("lawyer01")
                                                .orElseThrow()
                                                .name())
                                .put("consultation", "c7"));
            }
            assertThat(data(rangBefore).fieldNames()).containsOnly("type", "centre", "id", "at", "state");
            for (Reader reader : List.of(others, elsewhere)) {
                assertThat(data(reader).getString("type")).isEqualTo("line");
            }
        }
    }

    private static JsonObject data(Reader reader) throws InterruptedException {
        return new JsonObject(reader.nextWith("data: ").substring("data: ".length()));
    }

    @Test
    void aSeatIsToldWithItsState() throws Exception {
        try (Reader lawyer = new Reader(stand.signedIn("lawyer01"))) {
            notice(new JsonObject().put("type", "seat").put("centre", "jiaozuo").put("lawyer", "lawyer02"));
            JsonObject seat = data(lawyer).getJsonObject("seat");
            assertThat(seat.getString("lawyer")).isEqualTo("lawyer02");
            assertThat(SeatStates.State.valueOf(seat.getString("state"))).isNotNull();
        }
    }

    @Test
    void nobodyListensWithoutASession() {
        stand.anyone().get("/events").isRefused(401);
    }
}
