package org.hotline12348.core.recording;

import com.google.crypto.tink.StreamingAead;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hotline12348.core.privacy.Vault;

/**
 * The sound files: those the exchange wrote in plain, and their sealed copies ({@code CENTRE/ID.sealed}). A sealed file
 * is bound to its centre and id; under another name it does not open. Every method blocks.
 */
public final class SoundFiles {

    private static final String SEALED = ".sealed";
    private static final String PART = ".part";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_.-]{1,64}/[A-Za-z0-9_-]{1,80}\\.wav");
    private static final int BUFFER = 64 * 1024;

    private final StreamingAead cipher;
    private final List<Spool> spools;
    private final Path sealed;

    /**
     * Where an exchange writes.
     *
     * @param calls recordings of calls
     * @param messages messages
     */
    public record Spool(Path calls, Path messages) {}

    /**
     * @param spools one of each exchange; the names of files begin with its exchange's, so no two have the same
     * @param sealed where the sealed ones are kept
     */
    public SoundFiles(Vault vault, List<Spool> spools, Path sealed) {
        this.cipher = vault.sound();
        this.spools = List.copyOf(spools);
        this.sealed = sealed;
    }

    /** What sealing found out: plain bytes, length, outline. */
    record Sealed(long bytes, long millis, byte[] peaks) {}

    /** A plain file, when it is there. */
    record Plain(Path path, long bytes, Instant changedAt) {}

    /** The plain file of this name; empty when there is none, or when the name is none of the exchange's. */
    Optional<Plain> plain(Kind kind, String source) throws IOException {
        if (!SOURCE.matcher(source).matches() || source.contains("..")) {
            return Optional.empty();
        }
        for (Spool spool : spools) {
            Path path = (kind == Kind.CALL ? spool.calls() : spool.messages()).resolve(source);
            try {
                FileTime changed = Files.getLastModifiedTime(path);
                return Optional.of(new Plain(path, Files.size(path), changed.toInstant()));
            } catch (NoSuchFileException e) {
                // Then another exchange wrote it.
            }
        }
        return Optional.empty();
    }

    /**
     * Seals a plain file: written aside, flushed to the disk, moved to its name, and read back until its content is
     * proved to be the same. The plain file stays.
     *
     * @throws IOException when it cannot be written (a full disk) or does not read back as it was
     */
    Sealed seal(Path plain, String centre, String id) throws IOException {
        Path target = path(centre, id);
        Path folder = target.resolveSibling(".").normalize();
        Files.createDirectories(folder);
        Path part = target.resolveSibling(id + PART);
        Waveform outline = new Waveform();
        MessageDigest before = sha256();
        long bytes = 0;
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE);
                    InputStream in = Files.newInputStream(plain)) {
                try (OutputStream out =
                        cipher.newEncryptingStream(unclosed(Channels.newOutputStream(file)), bound(centre, id))) {
                    byte[] buffer = new byte[BUFFER];
                    for (int many = in.read(buffer); many >= 0; many = in.read(buffer)) {
                        out.write(buffer, 0, many);
                        outline.write(buffer, 0, many);
                        before.update(buffer, 0, many);
                        bytes += many;
                    }
                }
                file.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            flush(folder);
        } catch (GeneralSecurityException e) {
            throw new IOException("The recording cannot be encrypted: " + e.getMessage(), e);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("The volume of %s cannot move files in one step.".formatted(sealed), e);
        } finally {
            Files.deleteIfExists(part);
        }
        if (!Arrays.equals(before.digest(), digest(centre, id))) {
            Files.deleteIfExists(target);
            throw new IOException("The sealed file of %s does not read back as it was written.".formatted(plain));
        }
        return new Sealed(bytes, outline.millis(), outline.peaks());
    }

    private byte[] digest(String centre, String id) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Channels.newInputStream(open(centre, id))) {
            byte[] buffer = new byte[BUFFER];
            for (int many = in.read(buffer); many >= 0; many = in.read(buffer)) {
                digest.update(buffer, 0, many);
            }
        }
        return digest.digest();
    }

    /** The plain content of a sealed file, from any place on; nothing is written in plain. */
    public SeekableByteChannel open(String centre, String id) throws IOException {
        FileChannel file = FileChannel.open(path(centre, id), StandardOpenOption.READ);
        try {
            return cipher.newSeekableDecryptingChannel(file, bound(centre, id));
        } catch (GeneralSecurityException e) {
            file.close();
            throw new IOException("The recording was sealed with other keys.", e);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether the sealed file is there. */
    boolean has(String centre, String id) {
        return Files.exists(path(centre, id));
    }

    /** Removes the sealed file; a repeat does no harm. */
    void delete(String centre, String id) throws IOException {
        Files.deleteIfExists(path(centre, id));
    }

    /** Removes a plain file for good; a repeat does no harm. */
    void deletePlain(Path plain) throws IOException {
        if (Files.deleteIfExists(plain)) {
            flush(plain.resolveSibling(".").normalize());
        }
    }

    /**
     * The ids of sealed files in a centre's folder that are older than a moment; half-written ones are removed on the
     * way. A crash between the file and its entry in the book leaves one behind.
     */
    List<String> sealedBefore(String centre, Instant moment) throws IOException {
        Path folder = sealed.resolve(name(centre));
        List<String> ids = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return ids;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (Files.getLastModifiedTime(file).toInstant().isAfter(moment)) {
                    continue;
                }
                if (name.endsWith(PART)) {
                    Files.deleteIfExists(file);
                } else if (name.endsWith(SEALED)) {
                    ids.add(name.substring(0, name.length() - SEALED.length()));
                }
            }
        }
        return ids;
    }

    /** The centres that have a folder of sealed files. */
    List<String> centres() throws IOException {
        List<String> centres = new ArrayList<>();
        if (Files.isDirectory(sealed)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(sealed, Files::isDirectory)) {
                folders.forEach(folder -> centres.add(String.valueOf(folder.getFileName())));
            }
        }
        return centres;
    }

    /** Free bytes where the exchanges write and where sealed files lie; the least of them. */
    long free() {
        return spools.stream().mapToLong(spool -> free(spool.calls())).reduce(free(sealed), Math::min);
    }

    private static long free(Path path) {
        try {
            Path there = path;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private Path path(String centre, String id) {
        return sealed.resolve(name(centre)).resolve(name(id) + SEALED);
    }

    private static String name(String part) {
        if (!NAME.matcher(part).matches()) {
            throw new IllegalArgumentException("\"%s\" is no name of a centre or a recording.".formatted(part));
        }
        return part;
    }

    private static byte[] bound(String centre, String id) {
        return ("recording|" + centre + "|" + id).getBytes(StandardCharsets.UTF_8);
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
