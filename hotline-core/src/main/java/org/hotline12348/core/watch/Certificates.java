package org.hotline12348.core.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hotline12348.core.watch.Reading.Certificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long certificates are still good: every {@code .pem} or {@code .crt} of a folder, in which an operator lays those of the
 * proxy before the web page and of the telephone company's trunk. Of a chain the one that ends first. Blocking.
 */
public final class Certificates {

    /** Between two readings of the files. */
    static final Duration EVERY = Duration.ofMinutes(1);

    private static final int MOST = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private record End(String name, Instant at) {}

    private record Read(List<End> ends, Instant at) {}

    private final Path folder;
    private volatile Optional<Read> last = Optional.empty();

    public Certificates(Path folder) {
        this.folder = folder;
    }

    /** How long each is good, from a moment on. */
    public List<Certificate> left(Instant now) {
        Read read = last.filter(one -> Duration.between(one.at(), now).abs().compareTo(EVERY) < 0)
                .orElseGet(() -> new Read(read(), now));
        last = Optional.of(read);
        return read.ends().stream()
                .map(end -> new Certificate(end.name(), Duration.between(now, end.at())))
                .toList();
    }

    private List<End> read() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<End> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file ->
                            file.toString().endsWith(".pem") || file.toString().endsWith(".crt"))
                    .sorted()
                    .limit(MOST)
                    .forEach(file -> end(file).ifPresent(found::add));
        } catch (IOException e) {
            LOG.warn("The certificates in {} cannot be read: {}", folder, e.getMessage());
        }
        return List.copyOf(found);
    }

    private static Optional<End> end(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(one -> ((X509Certificate) one).getNotAfter().toInstant())
                    .min(Instant::compareTo)
                    .map(at -> new End(String.valueOf(file.getFileName()), at));
        } catch (IOException | CertificateException e) {
            LOG.warn("{} is no certificate that can be read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
