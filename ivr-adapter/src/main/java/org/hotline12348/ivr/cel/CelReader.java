package org.hotline12348.ivr.cel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the journal's text: comma-separated, every field quoted, quotes inside doubled, newlines inside allowed. A pure
 * function of the bytes. Damage is never fatal: what is no row is put aside up to the next place where a row can begin,
 * so one torn line costs nothing but itself, even where the next row is glued to it.
 */
public final class CelReader {

    /** No honest row is longer, in bytes. */
    public static final int LINE_LIMIT = 64 * 1024;

    /** So much of a piece put aside is kept, in characters. */
    public static final int ASIDE_LIMIT = 2_000;

    private static final Set<String> KINDS = Set.of(
            "CHAN_START",
            "CHAN_END",
            "ANSWER",
            "HANGUP",
            "APP_START",
            "APP_END",
            "BRIDGE_ENTER",
            "BRIDGE_EXIT",
            "PARK_START",
            "PARK_END",
            "BLINDTRANSFER",
            "ATTENDEDTRANSFER",
            "PICKUP",
            "FORWARD",
            "LINKEDID_END",
            "LOCAL_OPTIMIZE",
            "LOCAL_OPTIMIZE_BEGIN",
            "STREAM_BEGIN",
            "STREAM_END",
            "DTMF",
            "USER_DEFINED");

    /** Where a row begins. Inside a field it cannot stand: quotes are doubled there. */
    private static final Pattern BEGINNING = Pattern.compile("(?<!\")\"[A-Z_]{4,40}\",\"\\d{9,11}\\.\\d{6}\",|"
            + "\"(?:CHAN_START|CHAN_END|ANSWER|HANGUP|APP_START|APP_END|BRIDGE_ENTER|BRIDGE_EXIT|BLINDTRANSFER"
            + "|ATTENDEDTRANSFER|PICKUP|LOCAL_OPTIMIZE|LINKEDID_END|USER_DEFINED)\",\"\\d{9,11}\\.\\d{6}\",");

    private static final Pattern TIME = Pattern.compile("(\\d{9,11})\\.(\\d{1,6})");

    private CelReader() {}

    /**
     * What was read.
     *
     * @param lines    in the order of the file
     * @param consumed bytes read for good; what follows is the beginning of a line that is not complete yet
     */
    public record Read(List<CelLine> lines, int consumed) {}

    /**
     * Reads as many complete lines as there are, at most {@code limit}.
     *
     * @param bytes the journal from a place where a line begins
     * @param atEnd nothing will follow: an incomplete line is torn, not waited for
     */
    public static Read read(byte[] bytes, int length, int limit, boolean atEnd) {
        // One char a byte, so that places in the text are places in the file.
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        List<CelLine> lines = new ArrayList<>();
        int at = 0;
        while (at < length && lines.size() < limit) {
            Line line = line(text, at);
            switch (line) {
                case Line.Complete complete -> {
                    lines.add(row(complete.fields())
                            .orElseGet(() -> new CelLine.Aside(CelLine.Reason.FOREIGN, kept(text, complete))));
                    at = complete.end();
                    // A foreign line may be two that were glued together: see whether a row begins inside.
                    if (lines.getLast() instanceof CelLine.Aside) {
                        at = nextBeginning(text, complete.start() + 1, at);
                    }
                }
                case Line.Blank blank -> at = blank.end();
                case Line.Broken broken -> {
                    int next = resume(text, at, broken.at());
                    if (next == length && text.charAt(length - 1) != '\n' && !atEnd && length - at <= LINE_LIMIT) {
                        // The next row may be glued to this piece and not be here yet.
                        return new Read(lines, at);
                    }
                    lines.add(new CelLine.Aside(CelLine.Reason.TORN, kept(text, at, next)));
                    at = next;
                }
                case Line.Unfinished _ -> {
                    boolean huge = length - at > LINE_LIMIT;
                    if (!huge && !atEnd) {
                        return new Read(lines, at);
                    }
                    int next = resume(text, at, at);
                    lines.add(
                            new CelLine.Aside(huge ? CelLine.Reason.HUGE : CelLine.Reason.TORN, kept(text, at, next)));
                    at = next;
                }
            }
        }
        return new Read(lines, at);
    }

    /** After damage: the next place where a row begins; else behind the end of this line of text. */
    private static int resume(String text, int start, int damage) {
        int newline = text.indexOf('\n', damage);
        int end = newline < 0 ? text.length() : newline + 1;
        return nextBeginning(text, start + 1, end);
    }

    private static int nextBeginning(String text, int from, int end) {
        Matcher beginning = BEGINNING.matcher(text).region(from, end);
        beginning.useTransparentBounds(true);
        return beginning.find() ? beginning.start() : end;
    }

    private sealed interface Line {
        record Complete(int start, int end, List<String> fields) implements Line {}

        record Blank(int end) implements Line {}

        record Broken(int at) implements Line {}

        record Unfinished() implements Line {}
    }

    private static Line line(String text, int start) {
        int length = text.length();
        char first = text.charAt(start);
        if (first == '\n') {
            return new Line.Blank(start + 1);
        }
        if (first == '\r' && start + 1 < length && text.charAt(start + 1) == '\n') {
            return new Line.Blank(start + 2);
        }
        List<String> fields = new ArrayList<>(CelRow.FIELDS);
        int at = start;
        while (true) {
            if (at >= length) {
                return new Line.Unfinished();
            }
            if (at - start > LINE_LIMIT || text.charAt(at) != '"') {
                return new Line.Broken(at);
            }
            int close = closingQuote(text, at + 1);
            // A quote at the very end may be the first half of a doubled one.
            if (close < 0 || close + 1 >= length) {
                return new Line.Unfinished();
            }
            fields.add(text.substring(at + 1, close).replace("\"\"", "\""));
            char after = text.charAt(close + 1);
            if (after == '\n') {
                return new Line.Complete(start, close + 2, fields);
            }
            if (after == '\r') {
                if (close + 2 >= length) {
                    return new Line.Unfinished();
                }
                return text.charAt(close + 2) == '\n'
                        ? new Line.Complete(start, close + 3, fields)
                        : new Line.Broken(close + 1);
            }
            if (after != ',') {
                return new Line.Broken(close + 1);
            }
            at = close + 2;
        }
    }

    private static int closingQuote(String text, int from) {
        int at = text.indexOf('"', from);
        while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '"') {
            at = text.indexOf('"', at + 2);
        }
        return at;
    }

    private static Optional<CelLine> row(List<String> latin) {
        if (latin.size() != CelRow.FIELDS) {
            return Optional.empty();
        }
        Optional<Instant> time = time(latin.get(1));
        List<String> fields = new ArrayList<>(CelRow.FIELDS);
        boolean mended = false;
        for (String field : latin) {
            String utf8 = utf8(field);
            mended |= utf8.indexOf('\uFFFD') >= 0;
            fields.add(utf8);
        }
        String kind = fields.get(0);
        String userKind = fields.get(2);
        // Asterisk's field "eventtype" names a user event itself, "eventenum" says USER_DEFINED: both are read.
        if (!userKind.isEmpty() && kind.equals(userKind)) {
            kind = "USER_DEFINED";
        }
        if (time.isEmpty() || !KINDS.contains(kind) || fields.get(4).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CelLine.Good(
                new CelRow(
                        kind,
                        time.get(),
                        userKind,
                        fields.get(3),
                        fields.get(4),
                        fields.get(5),
                        fields.get(6),
                        fields.get(7),
                        fields.get(8),
                        fields.get(9),
                        fields.get(10),
                        fields.get(11),
                        fields.get(12),
                        fields.get(13),
                        fields.get(14)),
                mended));
    }

    private static Optional<Instant> time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        String micros = (time.group(2) + "00000").substring(0, 6);
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(time.group(1)), Long.parseLong(micros) * 1000));
    }

    /** Bytes that are no UTF-8, and NUL (which no database text can hold), become U+FFFD. */
    private static String utf8(String latin) {
        boolean ascii = true;
        for (int i = 0; i < latin.length() && ascii; i++) {
            char c = latin.charAt(i);
            ascii = c > 0 && c < 128;
        }
        if (ascii) {
            return latin;
        }
        ByteBuffer bytes = ByteBuffer.wrap(latin.getBytes(StandardCharsets.ISO_8859_1));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(bytes)
                    .toString()
                    .replace('\0', '\uFFFD');
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("A decoder that replaces refused bytes.", e);
        }
    }

    private static String kept(String text, Line.Complete line) {
        return kept(text, line.start(), line.end());
    }

    private static String kept(String text, int from, int to) {
        return utf8(text.substring(from, Math.min(to, from + ASIDE_LIMIT)));
    }

    /** Reads one complete text, for tables in tests and for tools. */
    public static List<CelLine> readAll(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        return read(copy, copy.length, Integer.MAX_VALUE, true).lines();
    }
}
