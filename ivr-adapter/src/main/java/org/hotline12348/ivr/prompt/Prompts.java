package org.hotline12348.ivr.prompt;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Makes the sound files of a PBX instance: one 8 kHz WAV a key and language. A recording {@code config/prompts/LANG/KEY.wav}
 * comes before the generated voice. What was said once is kept in the cache, for other instances too.
 */
public final class Prompts {
    /** Languages in which every prompt exists. */
    public static final List<String> LANGUAGES = List.of("zh", "en");

    /** Names of holidays as they come from the service, and in English. */
    private static final Map<String, String> HOLIDAYS = Map.of(
            "元旦", "New Year's Day",
            "春节", "the Spring Festival",
            "清明节", "the Qingming Festival",
            "劳动节", "Labour Day",
            "端午节", "the Dragon Boat Festival",
            "中秋节", "the Mid-Autumn Festival",
            "国庆节", "National Day",
            "国庆节、中秋节", "National Day and the Mid-Autumn Festival",
            "中秋节、国庆节", "the Mid-Autumn Festival and National Day",
            "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日", "the seventieth anniversary of victory");

    private final Path manifest;
    private final Path cache;

    /**
     * @param manifest {@code config/prompts}
     * @param cache where what was said is kept
     */
    public Prompts(Path manifest, Path cache) {
        this.manifest = manifest;
        this.cache = cache;
    }

    /**
     * Key -> text of every prompt in a language.
     *
     * @param centres centre -> its name in that language
     */
    public Map<String, String> texts(String language, Map<String, String> centres) throws IOException {
        Properties known = new Properties();
        known.load(new StringReader(Files.readString(manifest.resolve(language + ".properties"))));
        Map<String, String> texts = new TreeMap<>(Speech.pieces(language));
        for (String key : known.stringPropertyNames()) {
            texts.put(key, known.getProperty(key));
        }
        String welcome = texts.remove("welcome-centre");
        if (welcome != null) {
            centres.forEach((id, name) -> texts.put("welcome-" + id, welcome.replace("{centre}", name)));
        }
        HOLIDAYS.forEach((name, english) ->
                texts.put("holiday-" + md5(name), language.equals("zh") ? name.replace("70", "七十") : english));
        return texts;
    }

    /**
     * Writes what is missing or changed under {@code sounds/LANG/KEY.wav}.
     *
     * @return what could not be said or read, one line each; a tone stands in its place
     */
    public List<String> write(Path sounds, String language, Map<String, String> centres, Voice voice)
            throws IOException {
        List<String> trouble = new ArrayList<>();
        Path target = sounds.resolve(language);
        Files.createDirectories(target);
        for (Map.Entry<String, String> prompt : texts(language, centres).entrySet()) {
            String key = prompt.getKey();
            byte[] wav;
            Path recorded = manifest.resolve(language).resolve(key + ".wav");
            if (Files.exists(recorded)) {
                try {
                    wav = Sound.read(Files.readAllBytes(recorded))
                            .atTelephoneRate()
                            .wav();
                } catch (IOException e) {
                    trouble.add("The recording %s cannot be used: %s A generated one is played."
                            .formatted(recorded, e.getMessage()));
                    wav = said(language, prompt.getValue(), voice, trouble);
                }
            } else {
                wav = said(language, prompt.getValue(), voice, trouble);
            }
            replace(target.resolve(key + ".wav"), wav);
        }
        replace(target.resolve("beep.wav"), Sound.tone(1000, 300).wav());
        return trouble;
    }

    private byte[] said(String language, String text, Voice voice, List<String> trouble) throws IOException {
        Path kept =
                cache.resolve("prompts").resolve(voice.name()).resolve(language).resolve(md5(text) + ".wav");
        if (Files.exists(kept)) {
            return Files.readAllBytes(kept);
        }
        byte[] wav;
        try {
            wav = voice.say(language, text).wav();
        } catch (IOException e) {
            trouble.add(e.getMessage());
            return Voice.tone().say(language, text).wav();
        }
        replace(kept, wav);
        return wav;
    }

    private static void replace(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && java.util.Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path fresh = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As Asterisk's MD5() makes it, so that the dialplan finds the file of a name that is no file name. */
    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5.", e);
        }
    }
}
