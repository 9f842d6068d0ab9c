package org.hotline12348.ivr.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Users and passwords of one PBX instance, made once and kept in {@code secrets.properties} (mode 600) of its directory.
 *
 * @param phones lawyer -> password of his SIP telephone
 */
public record PbxSecrets(
        String amiUser, String amiSecret, String ariUser, String ariSecret, Map<String, String> phones) {

    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public PbxSecrets {
        phones = Map.copyOf(phones);
    }

    /** Reads the file, makes what is missing (a new lawyer, the first start), and writes it back when something was made. */
    static PbxSecrets keep(Path directory, Iterable<String> lawyers, RandomGenerator random) {
        Path file = directory.resolve("secrets.properties");
        try {
            Properties known = new Properties();
            if (Files.exists(file)) {
                known.load(new StringReader(Files.readString(file)));
            }
            Map<String, String> all = new TreeMap<>();
            known.stringPropertyNames().forEach(key -> all.put(key, known.getProperty(key)));
            int before = all.size();
            all.putIfAbsent("ami.user", "hotline");
            all.putIfAbsent("ami.secret", password(random, 32));
            all.putIfAbsent("ari.user", "hotline");
            all.putIfAbsent("ari.secret", password(random, 32));
            lawyers.forEach(lawyer -> all.putIfAbsent("phone." + lawyer, password(random, 20)));
            if (all.size() != before) {
                StringBuilder text = new StringBuilder("# Secrets of this PBX instance. Readable by its owner only.\n");
                all.forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
                OwnFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8), true);
            }
            Map<String, String> phones = new TreeMap<>();
            all.forEach((key, value) -> {
                if (key.startsWith("phone.")) {
                    phones.put(key.substring("phone.".length()), value);
                }
            });
            return new PbxSecrets(
                    all.getOrDefault("ami.user", ""),
                    all.getOrDefault("ami.secret", ""),
                    all.getOrDefault("ari.user", ""),
                    all.getOrDefault("ari.secret", ""),
                    phones);
        } catch (IOException e) {
            throw new UncheckedIOException("The PBX's secrets cannot be kept in " + file + ".", e);
        }
    }

    private static String password(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "PbxSecrets[" + amiUser + ", " + phones.size() + " phones]";
    }
}
