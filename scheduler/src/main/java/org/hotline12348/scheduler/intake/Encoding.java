package org.hotline12348.scheduler.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How the bytes of a text file spell its characters. Excel in China saves CSV as GBK, or as UTF-8 with a byte order mark;
 * GB18030 holds all of GBK and GB 2312.
 */
public enum Encoding {
    UTF_8("UTF-8", StandardCharsets.UTF_8),
    UTF_8_BOM("UTF-8 BOM", StandardCharsets.UTF_8),
    UTF_16_LE("UTF-16LE", StandardCharsets.UTF_16LE),
    UTF_16_BE("UTF-16BE", StandardCharsets.UTF_16BE),
    GB18030("GB18030", Charset.forName("GB18030"));

    private final String label;
    private final Charset charset;

    Encoding(String label, Charset charset) {
        this.label = label;
        this.charset = charset;
    }

    public String label() {
        return label;
    }

    /** A text and how it was spelled. */
    public record Decoded(String text, Encoding encoding) {}

    /**
     * Recognises the encoding by its mark, else by which one fits: bytes that are valid UTF-8 by accident in GBK are as
     * good as never met in a text of more than a few characters.
     *
     * @throws UnreadableFileException where none fits
     */
    public static Decoded decode(byte[] bytes) {
        if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
            return marked(bytes, 3, UTF_8_BOM);
        }
        if (starts(bytes, 0xFF, 0xFE)) {
            return marked(bytes, 2, UTF_16_LE);
        }
        if (starts(bytes, 0xFE, 0xFF)) {
            return marked(bytes, 2, UTF_16_BE);
        }
        return UTF_8.strictly(bytes, 0)
                .or(() -> GB18030.strictly(bytes, 0))
                .orElseThrow(() -> unreadable(
                        "文件编码无法识别，既不是 UTF-8 也不是 GBK。请用 Excel 另存为“CSV UTF-8”。",
                        "The encoding of the file is neither UTF-8 nor GBK. Save it from Excel as \"CSV UTF-8\"."));
    }

    private static Decoded marked(byte[] bytes, int mark, Encoding encoding) {
        return encoding.strictly(bytes, mark)
                .orElseThrow(() -> unreadable(
                        "文件标明为 %s，但内容不符。可能文件已损坏，请重新导出。".formatted(encoding.label),
                        "The file is marked as %s but is not. Maybe it was damaged; export it again."
                                .formatted(encoding.label)));
    }

    private Optional<Decoded> strictly(byte[] bytes, int from) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
            // No text has a NUL; bytes that spell one are of a binary file or of UTF-16 without its mark.
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(new Decoded(text, this));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean starts(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static UnreadableFileException unreadable(String chinese, String english) {
        return new UnreadableFileException(chinese, english);
    }
}
