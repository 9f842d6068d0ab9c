package org.hotline12348.ivr.phones;

import static org.assertj.core.api.Assertions.assertThat;

import org.hotline12348.ivr.sipp.SippPhones;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The line by itself: a real PBX, no service. Seats and hours are put into it by hand. */
@Tag("pbx")
class WholeLineTest {
    private static TestPbx pbx;
    private static SippPhones phones;

    @BeforeAll
    static void start() {
        pbx = TestPbx.shared();
        phones = pbx.phones();
    }

    @BeforeEach
    @AfterEach
    void clear() {
        pbx.clear();
    }

    @Test
    @DisplayName("a citizen dials 12348, a lawyer's mobile presses 1, both hear each other, the citizen hangs up")
    void answered() {
        var lawyer = pbx.seat(1);
        var caller = phones.citizen("13800000001").dials("12348");
        var ring = lawyer.rings();
        assertThat(ring.caller()).isEqualTo("12348");
        var talk = ring.accepts();
        caller.awaitAudio(50);
        talk.awaitAudio(50);
        caller.hangsUp();
        talk.awaitEnd();
        var call = pbx.call("13800000001");
        call.forEach(System.out::println);
        TestPbx.events(call).forEach(System.out::println);
    }
}
