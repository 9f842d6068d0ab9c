package org.hotline12348.ivr.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.hotline12348.ivr.cel.CelReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal file and its rotated predecessors in order. Blocking, for one thread.
 *
 * <p>In doubt it reads again rather than not at all: storing a row twice is harmless, a row not read is lost.
 * Predecessors are files in the same folder whose names begin with the journal's name and do not end in {@code .gz};
 * they are ordered by the time of their last change.
 */
final class JournalFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);
    private static final int CHUNK_BYTES = 256 * 1024;

    /** A writer that opened the file before it was renamed may finish its line for so long. */
    static final Duration ROTATION_GRACE = Duration.ofMillis(250);

    private final Path path;
    private final int limit;
    private final LongSupplier nanoTime;
    private final byte[] buffer = new byte[CHUNK_BYTES];

    private @Nullable FileChannel open;
    private long inode;
    private long offset;
    private long known;
    private long idleSince = -1;
    private Optional<JournalPosition> wanted;
    private long cuts;

    JournalFiles(Path path, Optional<JournalPosition> from, int limit, LongSupplier nanoTime) {
        this.path = path;
        this.wanted = from;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** What is new, or nothing. */
    Optional<JournalBatch> next() throws IOException {
        FileChannel file = open != null ? open : openWanted();
        if (file == null) {
            return Optional.empty();
        }
        long size = file.size();
        if (size < offset || size > offset && fingerprint(file, offset) != known) {
            LOG.warn(
                    "The journal {} was cut (read {} bytes, now {}); it is read again from its beginning.",
                    path,
                    offset,
                    size);
            cuts++;
            offset = 0;
            known = fingerprint(file, 0);
        }
        // Asked before reading: what was written before the rotation is in the file by then.
        boolean rotated = rotated();
        int read = read(file, offset);
        if (read > 0) {
            boolean whole = offset + read >= file.size();
            boolean idle = rotated && whole && idleFor(ROTATION_GRACE);
            CelReader.Read lines = CelReader.read(buffer, read, limit, idle);
            if (lines.consumed() > 0) {
                offset += lines.consumed();
                idleSince = -1;
                known = fingerprint(file, offset);
                return Optional.of(new JournalBatch(
                        lines.lines(), new JournalPosition(inode, offset, known), Math.max(0, file.size() - offset)));
            }
            if (!whole) {
                throw new IOException("A line of the journal %s at byte %d does not end within %d bytes."
                        .formatted(path, offset, CHUNK_BYTES));
            }
        } else if (rotated && idleFor(ROTATION_GRACE)) {
            goOn();
        }
        return Optional.empty();
    }

    /** How often the file was found shorter than what had been read. */
    long cuts() {
        return cuts;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    private boolean idleFor(Duration grace) {
        long now = nanoTime.getAsLong();
        if (idleSince < 0) {
            idleSince = now;
        }
        return now - idleSince >= grace.toNanos();
    }

    private boolean rotated() throws IOException {
        try {
            return inodeOf(path) != inode;
        } catch (NoSuchFileException e) {
            // Renamed, and nothing written since: go on with the file in hand.
            return false;
        }
    }

    /** The file in hand is read to its end and has a successor. */
    private void goOn() throws IOException {
        List<Path> chain = chain();
        int here = -1;
        for (int i = 0; i < chain.size(); i++) {
            if (inodeOf(chain.get(i)) == inode) {
                here = i;
            }
        }
        close();
        idleSince = -1;
        if (here + 1 < chain.size()) {
            openAt(chain.get(here + 1), 0);
        }
    }

    private @Nullable FileChannel openWanted() throws IOException {
        List<Path> chain = chain();
        if (chain.isEmpty()) {
            return null;
        }
        if (wanted.isPresent()) {
            JournalPosition place = wanted.get();
            for (Path candidate : chain) {
                if (inodeOf(candidate) == place.inode()) {
                    wanted = Optional.empty();
                    FileChannel file = openAt(candidate, place.offset());
                    if (file.size() < place.offset() || fingerprint(file, place.offset()) != place.fingerprint()) {
                        LOG.warn(
                                "The journal {} is not the file that was read before; it is read from its beginning.",
                                candidate);
                        cuts++;
                        offset = 0;
                    }
                    known = fingerprint(file, offset);
                    return file;
                }
            }
            LOG.warn(
                    "The journal file that was read last (inode {}) is gone; all files at hand are read again.",
                    place.inode());
            wanted = Optional.empty();
        }
        return openAt(chain.getFirst(), 0);
    }

    private FileChannel openAt(Path file, long at) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        open = channel;
        inode = inodeOf(file);
        offset = at;
        known = fingerprint(channel, at);
        return channel;
    }

    /** Predecessors, oldest first, then the journal itself if it exists. */
    private List<Path> chain() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        String name = String.valueOf(path.getFileName());
        List<Path> before = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> {
                        String other = String.valueOf(file.getFileName());
                        return other.startsWith(name)
                                && !other.equals(name)
                                && !other.endsWith(".gz")
                                && Files.isRegularFile(file);
                    })
                    .forEach(before::add);
        }
        before.sort(Comparator.comparingLong(JournalFiles::changed).thenComparing(Path::toString));
        if (Files.isRegularFile(path)) {
            before.add(path);
        }
        return before;
    }

    private static long changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long inodeOf(Path file) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:ino");
        return ((Number) Objects.requireNonNull(attributes.get("ino"), "unix:ino")).longValue();
    }

    private int read(FileChannel file, long from) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(buffer);
        long at = from;
        while (into.hasRemaining()) {
            int count = file.read(into, at);
            if (count <= 0) {
                break;
            }
            at += count;
        }
        return into.position();
    }

    private static long fingerprint(FileChannel file, long upTo) throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(upTo, JournalPosition.FINGERPRINT_BYTES));
        long at = 0;
        while (head.hasRemaining()) {
            int count = file.read(head, at);
            if (count <= 0) {
                break;
            }
            at += count;
        }
        CRC32 sum = new CRC32();
        sum.update(head.flip());
        return sum.getValue();
    }
}
