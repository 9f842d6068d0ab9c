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
        assertThat(settings.exchange().trunk()).isEqualTo(new Settings.Trunk("127.0.0.3:15070", "127.0.0.2"));
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
        assertThat(settings.exchange().sip()).isEqualTo(5060);
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

    private static final String TWO = """
            exchanges:
              - name: pbx1
                centres: [jiaozuo]
                rtp: {to: 24999}
              - name: pbx2
                sip: {port: 25060}
                ami: {port: 25038}
                agi: {port: 24573}
                http: {port: 28088}
                rtp: {from: 25000}
                trunk: {inbound: 127.0.0.4}
            """;

    @Test
    void whatAnExchangeOfTheListLeavesOutIsAsTheSingleKeysSay() {
        Settings settings = SettingsReader.read(TWO, List.of("trunk.outbound=127.0.0.9:5060", "ami.via=1234"));
        Settings.Exchange first = settings.exchange();
        Settings.Exchange second = settings.exchanges().getLast();
        assertThat(first.sip()).isEqualTo(15060);
        assertThat(first.directory()).isEqualTo(Path.of("asterisk"));
        assertThat(second.directory()).isEqualTo(Path.of("asterisk-pbx2"));
        assertThat(second.trunk()).isEqualTo(new Settings.Trunk("127.0.0.9:5060", "127.0.0.4"));
        assertThat(second.rtp()).isEqualTo(new Settings.Rtp(25000, 29999));
        assertThat(second.ami().via()).isEmpty();
        assertThat(settings.exchangeOf("jiaozuo")).contains(first);
        assertThat(settings.exchangeOf("luoyang"))
                .as("that no exchange names goes to the one that names none")
                .contains(second);
        assertThat(settings.ports()).containsEntry("sip", 15060).containsEntry("pbx2.sip", 25060);
    }

    @Test
    void aListOfOneIsWhatTheSingleKeysSay() {
        Settings.Exchange one =
                SettingsReader.read("exchanges: [{name: pbx1}]\n", List.of()).exchange();
        Settings.Exchange single = SettingsReader.read("", List.of()).exchange();
        assertThat(one).usingRecursiveComparison().ignoringFields("keys").isEqualTo(single);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            name: pbx2       | name: pbx1            | exchanges[2].name      | two of one name
            name: pbx2       | port: 25060           | exchanges[2].name      | no name
            port: 25060      | port: 15060           | exchanges[2].sip.port  | a port for two lines
            port: 25038      | port: 24573           | exchanges[2].agi.port  | a port for two servers
            port: 28088      | port: 12348           | exchanges[2].http.port | the web page has that port
            from: 25000      | from: 24999           | exchanges[2].rtp.from  | voices of two on one port
            name: pbx2       | name: pbx2\\n    centres: [x, jiaozuo] | exchanges[2].centres | a centre of two
            centres: [jiaozuo] | centres: []         | exchanges[1].centres   | a list of no centre
            centres: [jiaozuo] | directory: x        | exchanges[2].centres   | two that name none
            name: pbx2       | name: pbx2\\n    directory: asterisk | exchanges[2].directory | two in one place
            name: pbx2       | name: pbx2\\n    centre: [x] | exchanges[2].centre    | a key that is none
            name: pbx2       | name: pbx2\\n    directory: ../x | exchanges[2].directory | a place outside the home
            """)
    void whatTwoExchangesMayNotShareIsToldWithItsKey(String right, String wrong, String key, String why) {
        String yaml = TWO.replace(right, wrong.replace("\\n", "\n"));
        var trouble = catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(yaml, List.of()));
        assertThat(trouble).as(yaml).isNotNull();
        assertThat(trouble.mistakes()).extracting(Mistake::key).contains(key);
        assertThat(trouble.mistakes()).allSatisfy(mistake -> {
            assertThat(mistake.rule()).isNotBlank();
            assertThat(mistake.mend()).isNotBlank();
        });
    }

    @Test
    void theListIsNoWordOfTheCommandLine() {
        assertThatThrownBy(() -> SettingsReader.read("", List.of("exchanges=pbx1,pbx2")))
                .hasMessageContaining("exchanges")
                .hasMessageContaining("settings file");
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
