package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hotline12348.core.app.InvalidSettingsException.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void withoutAFileTheDefaultsOfTheContractHold() {
        Settings settings = SettingsReader.read("", List.of());
        assertThat(settings.ports())
                .containsEntry("http", 12348)
                .containsEntry("sip", 15060)
                .containsEntry("ami", 15038)
                .containsEntry("agi", 14573)
                .containsEntry("pbx.http", 18088)
                .containsEntry("database", 15432)
                .containsEntry("rtp.from", 20000)
                .containsEntry("rtp.to", 29999);
        assertThat(settings.trunk()).isEqualTo(new Settings.Trunk("127.0.0.3:15070", "127.0.0.2"));
        assertThat(settings.http().address()).hasToString("http://127.0.0.1:12348");
    }

    @Test
    void theFileThatIsShippedSaysTheDefaults() throws Exception {
        String shipped = Files.readString(Path.of("..", "config", "hotline.yaml"));
        assertThat(SettingsReader.read(shipped, List.of())).isEqualTo(SettingsReader.read("", List.of()));
    }

    @Test
    void theCommandLineWinsOverTheFile() {
        Settings settings = SettingsReader.read(
                "http: {port: 8080}\nsip: {port: 5060}\n", List.of("http.port=9090", "clock.offset=PT8H30M"));
        assertThat(settings.http().port()).isEqualTo(9090);
        assertThat(settings.sip().port()).isEqualTo(5060);
        assertThat(settings.clock().offset()).isEqualTo(Duration.ofMinutes(510));
    }

    @Test
    void allMistakesAreToldAtOnceEachWithKeyValueRuleAndMend() {
        var trouble = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> SettingsReader.read(
                        "http: {port: 99999}\nsip: {prot: 5060}\nami: {port: [1, 2]}\n",
                        List.of("clock.offset=8 hours", "trunk.inbound=127.0.0.256", "novalue")));
        assertThat(trouble.mistakes())
                .extracting(Mistake::key)
                .containsExactlyInAnyOrder(
                        "http.port", "sip.prot", "ami.port", "clock.offset", "trunk.inbound", "novalue");
        assertThat(trouble.mistakes()).allSatisfy(mistake -> {
            assertThat(mistake.rule()).isNotBlank();
            assertThat(mistake.mend()).isNotBlank();
        });
        assertThat(trouble).hasMessageContaining("99999").hasMessageContaining("Maybe sip.port is meant");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http.port=0                         | a port is at least 1
            http.port=http                      | a port is a number
            http.host=localhost                 | an address, not a name
            pbx.name=pbx-1                      | the name is part of unique ids, which are split at the hyphen
            rtp.to=20050                        | too few ports for the voice
            ami.port=12348                      | the web page has that port
            trunk.outbound=127.0.0.3            | the gateway's port is missing
            database.url=mysql://a:b@c/d        | only PostgreSQL
            database.url=postgresql://host/name | user and password are missing
            """)
    void wrongValuesAreRefused(String word, String reason) {
        assertThatThrownBy(() -> SettingsReader.read("", List.of(word)))
                .as(reason)
                .isInstanceOf(InvalidSettingsException.class);
    }

    @Test
    void aFileThatIsNoYamlIsRefusedWithTheLine() {
        assertThatThrownBy(() -> SettingsReader.read("http:\n  port: 1\n bad: [", List.of()))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("line")
                .hasMessageContaining("YAML");
    }

    @Test
    void aPasswordInAWrongAddressIsNotPrinted() {
        assertThatThrownBy(() -> SettingsReader.read("", List.of("database.url=http://me:verysecret@host/name")))
                .hasMessageNotContaining("verysecret");
    }
}
