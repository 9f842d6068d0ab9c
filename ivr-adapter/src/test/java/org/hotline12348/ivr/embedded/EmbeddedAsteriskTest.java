package org.hotline12348.ivr.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.hotline12348.ivr.phones.TestPbx;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pbx")
class EmbeddedAsteriskTest {

    @Test
    @DisplayName("a second start on the same directory adopts the running PBX, and stop ends it")
    void adopts() throws Exception {
        var settings = TestPbx.settings("adopted", TestPbx.scratch());
        var first = EmbeddedAsterisk.prepare(settings, System.out::println);
        var started = first.start();
        try {
            assertThat(started.adopted()).isFalse();
            var second = EmbeddedAsterisk.prepare(settings, System.out::println).start();
            assertThat(second).isEqualTo(new EmbeddedAsterisk.Started(started.pid(), true));
            assertThat(first.cli("module show like app_queue")).contains("Running");
            assertThat(Files.readString(first.paths().logs().resolve("messages.log")))
                    .doesNotContain("ERROR");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(settings.directory().resolve("secrets.properties"))))
                    .isEqualTo("rw-------");
        } finally {
            first.stop();
        }
        assertThat(first.running()).isEmpty();
        assertThat(ProcessHandle.of(started.pid())).isEmpty();
    }

    @Test
    @DisplayName("two instances run side by side")
    void sideBySide() {
        var one = TestPbx.start("one", TestPbx.scratch(), s -> s);
        var two = TestPbx.start("two", TestPbx.scratch(), s -> s);
        try {
            assertThat(one.cli("core show settings")).contains("System name:                 one");
            assertThat(two.cli("core show settings")).contains("System name:                 two");
        } finally {
            one.stopAndDelete();
            two.stopAndDelete();
        }
    }
}
