package org.hotline12348.core.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at what an instance needs, changes nothing, and says of each thing whether it is well or how to mend it. */
final class Doctor {
    private static final long ROOM_MEGABYTES = 1000;
    private static final int COMMAND_SECONDS = 20;

    /**
     * One thing looked at.
     *
     * @param what the thing
     * @param well whether it is as it must be
     * @param found what was seen
     * @param mend what to do; empty when it is well
     */
    record Finding(String what, boolean well, String found, String mend) {
        static Finding well(String what, String found) {
            return new Finding(what, true, found, "");
        }

        static Finding ill(String what, String found, String mend) {
            return new Finding(what, false, found, mend);
        }

        @Override
        public String toString() {
            String line = "%s  %-22s %s".formatted(well ? "ok  " : "MEND", what, found);
            return well ? line : line + "\n                              -> " + mend;
        }
    }

    private final Place place;
    private final Path homeRoot;

    Doctor(Place place, Path homeRoot) {
        this.place = place;
        this.homeRoot = homeRoot;
    }

    /** Looks at everything; the settings may be wrong themselves. */
    List<Finding> examine(Path settingsFile, List<String> set) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.well("Java", Runtime.version() + " in " + System.getProperty("java.home")));
        findings.add(version("Maven", List.of("mvn", "-v"), "install the package maven (3.8 or newer)"));
        findings.add(
                version("Node", List.of("node", "--version"), "install the packages nodejs and npm (20.19 or newer)"));
        Optional<Settings> settings = settings(findings, settingsFile, set);
        findings.add(room("home", homeRoot));
        findings.add(room("cache", place.cache()));
        settings.ifPresent(known -> ports(findings, known));
        findings.add(userNamespace());
        findings.add(brought(
                "Asterisk", "asterisk", "asterisk", "it is fetched at the first start; a network is needed then"));
        findings.add(brought(
                "espeak-ng", "espeak-ng", "espeak-ng", "it is fetched at the first start; or record the prompts"));
        findings.add(brought(
                "SIPp (demo, bench)", "sip-tester", "sipp", "it is fetched when it is needed; or install sip-tester"));
        findings.add(program("Chromium (tests)", "chromium", "only ./hotline test needs it: install chromium"));
        return findings;
    }

    private Optional<Settings> settings(List<Finding> findings, Path file, List<String> set) {
        try {
            Settings settings = SettingsReader.read(place.settingsText(file), set);
            findings.add(Finding.well("settings", file.toString()));
            return Optional.of(settings);
        } catch (InvalidSettingsException e) {
            e.mistakes()
                    .forEach(mistake -> findings.add(Finding.ill(
                            "setting " + mistake.key(), mistake.value() + ": " + mistake.rule(), mistake.mend())));
        } catch (Trouble e) {
            findings.add(Finding.ill("settings", String.valueOf(e.getMessage()), "see --config"));
        }
        return Optional.empty();
    }

    private Finding room(String what, Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            return Finding.ill(what, directory + " cannot be written", "make it writable, or choose another place");
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace() / (1024 * 1024);
            String found = "%s, %,d MB free".formatted(directory, free);
            return free < ROOM_MEGABYTES
                    ? Finding.ill(what, found, "leave it " + ROOM_MEGABYTES + " MB of room")
                    : Finding.well(what, found);
        } catch (IOException e) {
            return Finding.ill(what, Home.reason(e), "see the volume");
        }
    }

    private void ports(List<Finding> findings, Settings settings) {
        Optional<ReadyFile.Ready> running = ReadyFile.read(homeRoot);
        if (running.isPresent()) {
            findings.add(Finding.well(
                    "ports",
                    "in use by this home's own instance at " + running.get().http()));
            return;
        }
        port(findings, "http.port", settings.http().port(), Ports.Protocol.TCP);
        if (settings.copies().beside().isPresent()) {
            findings.add(beside(settings.copies().beside().get()));
            return;
        }
        for (Settings.Exchange one : settings.exchanges()) {
            port(findings, one.key("agi.port"), one.agi(), Ports.Protocol.TCP);
            port(findings, one.key("ami.port"), one.ami().port(), Ports.Protocol.TCP);
            port(findings, one.key("pbx.http.port"), one.http(), Ports.Protocol.TCP);
            port(findings, one.key("sip.port"), one.sip(), Ports.Protocol.UDP);
        }
        if (settings.database().url().isEmpty()) {
            port(findings, "database.port", settings.database().port(), Ports.Protocol.TCP);
        }
    }

    /** The other ports are those of the copy beside which this one runs. */
    private static Finding beside(Path other) {
        return ReadyFile.read(other)
                .map(ready -> Finding.well("copies.beside", "the copy at " + ready.http()))
                .orElseGet(() -> Finding.ill(
                        "copies.beside",
                        "no copy serves in " + other + "; its exchange and database may run all the same",
                        "start that one, or see its log"));
    }

    private static void port(List<Finding> findings, String key, int port, Ports.Protocol protocol) {
        try {
            Ports.requireFree(key, port, protocol);
            findings.add(Finding.well(key, port + "/" + protocol + " is free"));
        } catch (Trouble e) {
            findings.add(Finding.ill(
                    key,
                    port + "/" + protocol + " is in use by another program (or by what a killed instance left running)",
                    "stop it, or choose another with --set " + key + "=PORT"));
        }
    }

    private static Finding userNamespace() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Finding.well("user", System.getProperty("user.name", "?"));
        }
        return output(List.of("unshare", "--user", "true")).isPresent()
                ? Finding.well("user", "root; user namespaces work")
                : Finding.ill(
                        "user",
                        "root, and the kernel refuses user namespaces, which the embedded PostgreSQL needs then",
                        "run as a plain user, or set database.url");
    }

    private Finding brought(String what, String inCache, String program, String mend) {
        if (Files.isDirectory(place.cache().resolve(inCache))) {
            return Finding.well(what, "in the cache " + place.cache().resolve(inCache));
        }
        return program(what, program, mend);
    }

    private static Finding program(String what, String name, String mend) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path file = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isExecutable(file)) {
                return Finding.well(what, file.toString());
            }
        }
        return Finding.well(what, "not here yet: " + mend);
    }

    private static Finding version(String what, List<String> command, String mend) {
        return output(command)
                .map(text -> Finding.well(what, text))
                .orElseGet(() -> Finding.ill(what, "not found", mend));
    }

    /** The first line a command prints, if it ends well. */
    private static Optional<String> output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
            return Optional.of(text.lines().findFirst().orElse("").replaceAll("\u001B\\[[0-9;]*m", ""));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
