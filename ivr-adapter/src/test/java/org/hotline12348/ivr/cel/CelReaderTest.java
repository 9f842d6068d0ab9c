package org.hotline12348.ivr.cel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelReaderTest {

    static final CelRow START = row("CHAN_START", "13800000001", "caller");
    static final CelRow END = row("CHAN_END", "13800000001", "caller");

    static CelRow row(String kind, String number, String name) {
        return new CelRow(
                kind,
                Instant.parse("2026-11-23T23:51:35.750962Z"),
                "",
                "",
                "pbx1-1795477895.0",
                "pbx1-1795477895.0",
                "PJSIP/trunk-00000000",
                "from-trunk",
                "12348",
                number,
                name,
                "",
                "",
                "",
                "{\"bridge_id\":\"82e095b4\"}");
    }

    @Test
    void aRowIsReadAsItWasWritten() {
        assertThat(CelReader.readAll(CelWriter.line(START))).containsExactly(new CelLine.Good(START, false));
    }

    @Test
    void thePbxIsNamedByTheUniqueIdWhereTheSystemNameIsEmpty() {
        assertThat(START.pbx()).isEqualTo("pbx1");
    }

    @ParameterizedTest(name = "caller name: {0}")
    @ValueSource(
            strings = {
                "say \"hello\"",
                "\"",
                "\"\"",
                "a,b",
                "two\nlines",
                "\"CHAN_END\",\"1795477895.750962\",",
                "${SHELL(id)}",
                "back\\slash\\",
                "王律师",
                "\r\n",
                "'; drop table cel_row; --"
            })
    void hostileNamesStayInTheirField(String name) {
        CelRow hostile = row("CHAN_START", "1", name);
        String text = CelWriter.line(hostile) + CelWriter.line(END);
        assertThat(CelReader.readAll(text))
                .containsExactly(new CelLine.Good(hostile, false), new CelLine.Good(END, false));
    }

    @Test
    void anIncompleteLastLineIsWaitedFor() {
        String whole = CelWriter.line(START);
        byte[] bytes = (whole + whole).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut < bytes.length; cut++) {
            CelReader.Read read = CelReader.read(bytes, cut, 10, false);
            assertThat(read.lines()).hasSize(cut / whole.length());
            assertThat(read.consumed()).isEqualTo(cut / whole.length() * whole.length());
        }
    }

    @Test
    void aTornLineCostsNothingButItselfWhereverItWasTornAndEvenWithTheNextGluedToIt() {
        String whole = CelWriter.line(START);
        for (int cut = 1; cut < whole.length() - 1; cut++) {
            String text = whole + whole.substring(0, cut) + CelWriter.line(END) + CelWriter.line(START);
            List<CelLine> lines = CelReader.readAll(text);
            assertThat(lines)
                    .as("torn after %d characters", cut)
                    .startsWith(new CelLine.Good(START, false))
                    .contains(new CelLine.Good(END, false))
                    .endsWith(new CelLine.Good(START, false));
            assertThat(lines).filteredOn(CelLine.Aside.class::isInstance).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        hello world                                 | TORN    | no quotes at all
        "CHAN_START","1795477895.750962"            | FOREIGN | two fields
        "NEW_KIND","1795477895.750962",13           | FOREIGN | an event this version does not know
        "CHAN_START","yesterday",13                 | FOREIGN | a time that is none
        "CHAN_START","1795477895.750962",12         | FOREIGN | one field too few
        "CHAN_START","1795477895.750962",14         | FOREIGN | one field too many
        """)
    void foreignLinesAreKeptAside(String begin, CelLine.Reason reason, String why) {
        int comma = begin.lastIndexOf(',');
        String last = comma < 0 ? "" : begin.substring(comma + 1);
        String line =
                last.matches("\\d+") ? begin.substring(0, comma) + ",\"x\"".repeat(Integer.parseInt(last)) : begin;
        assertThat(CelReader.readAll(line + "\n" + CelWriter.line(END)))
                .containsExactly(new CelLine.Aside(reason, line + "\n"), new CelLine.Good(END, false));
    }

    @Test
    void bothSpellingsOfAUserEventAreRead() {
        String line = CelWriter.line(START)
                .replace("\"CHAN_START\"", "\"HOTLINE_NOTICE\"")
                .replace("750962\",\"\"", "750962\",\"HOTLINE_NOTICE\"");
        assertThat(CelReader.readAll(line)).first().isInstanceOfSatisfying(CelLine.Good.class, good -> {
            assertThat(good.row().eventType()).isEqualTo("USER_DEFINED");
            assertThat(good.row().userDefType()).isEqualTo("HOTLINE_NOTICE");
        });
    }

    @Test
    void aRowWithBytesThatAreNoTextIsMendedNotLost() {
        byte[] bytes = CelWriter.line(row("CHAN_START", "1", "a?b~c")).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xFF : bytes[i] == '~' ? 0 : bytes[i];
        }
        assertThat(CelReader.read(bytes, bytes.length, 10, false).lines())
                .containsExactly(new CelLine.Good(row("CHAN_START", "1", "a\uFFFDb\uFFFDc"), true));
    }

    @Test
    void aHugeLineIsPutAside() {
        String text = "\"CHAN_START\",\"" + "x".repeat(3 * CelReader.LINE_LIMIT) + "\n" + CelWriter.line(END);
        List<CelLine> lines = CelReader.readAll(text);
        assertThat(lines).last().isEqualTo(new CelLine.Good(END, false));
        assertThat(lines.getFirst()).isInstanceOf(CelLine.Aside.class);
        assertThat(((CelLine.Aside) lines.getFirst()).text()).hasSizeLessThanOrEqualTo(CelReader.ASIDE_LIMIT);
    }

    @Test
    void theLimitOfABatchIsKept() {
        byte[] bytes = CelWriter.line(START).repeat(10).getBytes(StandardCharsets.UTF_8);
        CelReader.Read read = CelReader.read(bytes, bytes.length, 4, false);
        assertThat(read.lines()).hasSize(4);
        assertThat(read.consumed()).isEqualTo(bytes.length / 10 * 4);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noGarbageIsFatalAndGoodRowsBehindItAreFound(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (random.nextBoolean()) {
                byte[] quotes = "\",\"\n\"\"a".getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < garbage.length; i++) {
                    garbage[i] = quotes[random.nextInt(quotes.length)];
                }
            }
            file.writeBytes(garbage);
            file.writeBytes(CelWriter.line(END).getBytes(StandardCharsets.UTF_8));
            assertThat(inPieces(file.toByteArray(), random)).contains(new CelLine.Good(END, false));
        }
    }

    /** As a tailer reads: some bytes more each time, from where the last reading ended. */
    private static List<CelLine> inPieces(byte[] file, Random random) {
        List<CelLine> lines = new ArrayList<>();
        int from = 0;
        int to = 0;
        while (from < file.length) {
            to = Math.min(file.length, to + 1 + random.nextInt(80));
            byte[] piece = Arrays.copyOfRange(file, from, to);
            CelReader.Read read = CelReader.read(piece, piece.length, 3, to == file.length);
            lines.addAll(read.lines());
            from += read.consumed();
        }
        return lines;
    }
}
