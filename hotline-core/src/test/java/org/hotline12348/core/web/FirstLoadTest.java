package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a browser must fetch before the first page shows, as it lies in the jar. */
class FirstLoadTest {

    /** Bytes, compressed. */
    private static final int BUDGET = 200_000;

    private static final Pattern FETCHED = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    @Test
    void theFirstLoadStaysSmall() throws IOException {
        String page = new String(file("/index.html"), StandardCharsets.UTF_8);
        int total = compressed(page.getBytes(StandardCharsets.UTF_8));
        Matcher fetched = FETCHED.matcher(page);
        int files = 0;
        while (fetched.find()) {
            total += compressed(file(fetched.group(1)));
            files++;
        }
        assertThat(files).isPositive();
        assertThat(total).as("compressed bytes of the first load").isLessThan(BUDGET);
    }

    @Test
    void thePageHoldsNoInlineScriptOrStyleAndNoOtherHost() throws IOException {
        String page = new String(file("/index.html"), StandardCharsets.UTF_8);
        assertThat(page)
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                .doesNotContain("<style", " style=", " onload=", "http://", "https://");
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = FirstLoadTest.class.getResourceAsStream("/webroot" + name)) {
            Assumptions.assumeTrue(in != null, "The web client was left out of this build (-Dskip.web=true).");
            return in.readAllBytes();
        }
    }

    private static int compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.size();
    }
}
