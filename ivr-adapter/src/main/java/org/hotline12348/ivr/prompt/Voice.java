package org.hotline12348.ivr.prompt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Says a text. */
public interface Voice {
    /** Part of the name under which what it said is kept: another name, and everything is said anew. */
    String name();

    /**
     * @param language zh or en
     * @throws IOException when it cannot
     */
    Sound say(String language, String text) throws IOException;

    /** A short tone in place of every text. */
    static Voice tone() {
        return new Voice() {
            @Override
            public String name() {
                return "tone-1";
            }

            @Override
            public Sound say(String language, String text) {
                return Sound.tone(700, 80);
            }
        };
    }

    /** espeak-ng 1.52 or newer; older ones spell Mandarin in English letters. A stand-in that a caller can follow. */
    static Voice espeak(Path program) {
        return new Voice() {
            @Override
            public String name() {
                return "espeak-1";
            }

            @Override
            public Sound say(String language, String text) throws IOException {
                Process process = new ProcessBuilder(
                                program.toString(),
                                "-v",
                                language.equals("zh") ? "cmn" : "en-gb",
                                "-s",
                                "150",
                                "--stdin",
                                "--stdout")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try (var in = process.getOutputStream()) {
                    in.write(text.getBytes(StandardCharsets.UTF_8));
                }
                byte[] wav = process.getInputStream().readAllBytes();
                try {
                    int code = process.waitFor();
                    if (code != 0 || wav.length < 100) {
                        throw new IOException("espeak-ng said nothing to '%s' (exit code %d).".formatted(text, code));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted while espeak-ng spoke.", e);
                }
                return Sound.read(wav).atTelephoneRate().levelled();
            }
        };
    }
}
