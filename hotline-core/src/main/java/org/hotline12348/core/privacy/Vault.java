package org.hotline12348.core.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Seals personal data before it is kept: authenticated encryption for the data (AES-256-GCM), a keyed hash
 * (HMAC-SHA-256) where the same value must be found again, and a streaming cipher for sound files. A sealed value is
 * bound to the place it stands in ({@code context}): moved to another row it does not open.
 *
 * <p>The keys are one file, readable by its owner alone. Whoever loses it loses what was sealed; keep a copy apart from
 * the database's.
 */
public final class Vault {

    private final Aead aead;
    private final Mac index;
    private final StreamingAead sound;

    private Vault(Aead aead, Mac index, StreamingAead sound) {
        this.aead = aead;
        this.index = index;
        this.sound = sound;
    }

    /**
     * Opens the keys, making them at the first start.
     *
     * @param file the key file, mode 600
     * @throws IOException when it cannot be read or written, is readable by others, or is no key file; the message says
     *     which and what to do
     */
    public static Vault open(Path file) throws IOException {
        try {
            AeadConfig.register();
            MacConfig.register();
            StreamingAeadConfig.register();
            if (!Files.exists(file)) {
                create(file);
            }
            requirePrivate(file);
            JsonObject keys = new JsonObject(Files.readString(file));
            return new Vault(
                    primitive(keys, "data", Aead.class),
                    primitive(keys, "index", Mac.class),
                    primitive(keys, "sound", StreamingAead.class));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "The key file %s cannot be used (%s). Put back the copy of it: without it, telephone numbers and recordings cannot be read."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** New keys that are kept nowhere, for tests. */
    public static Vault forgetful() {
        try {
            AeadConfig.register();
            MacConfig.register();
            StreamingAeadConfig.register();
            JsonObject keys = newKeys();
            return new Vault(
                    primitive(keys, "data", Aead.class),
                    primitive(keys, "index", Mac.class),
                    primitive(keys, "sound", StreamingAead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has none of the ciphers needed.", e);
        }
    }

    private static <P> P primitive(JsonObject keys, String name, Class<P> kind) throws GeneralSecurityException {
        JsonObject keyset = keys.getJsonObject(name);
        if (keyset == null) {
            throw new GeneralSecurityException("the part \"" + name + "\" is missing");
        }
        KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(keyset.encode(), InsecureSecretKeyAccess.get());
        return handle.getPrimitive(RegistryConfiguration.get(), kind);
    }

    private static JsonObject newKeys() throws GeneralSecurityException {
        return new JsonObject()
                .put("data", newKeyset(PredefinedAeadParameters.AES256_GCM))
                .put("index", newKeyset(PredefinedMacParameters.HMAC_SHA256_128BITTAG))
                .put("sound", newKeyset(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_4KB));
    }

    private static JsonObject newKeyset(Parameters parameters) throws GeneralSecurityException {
        return new JsonObject(TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(parameters), InsecureSecretKeyAccess.get()));
    }

    /** Written aside and moved into place, so that a half-written key file never exists under its name. */
    private static void create(Path file) throws IOException, GeneralSecurityException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = Files.createTempFile(
                folder,
                ".keys",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, newKeys().encodePrettily());
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // Another start was faster; its keys are as good.
            Files.deleteIfExists(fresh);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        boolean open = Files.getPosixFilePermissions(file).stream()
                .anyMatch(permission -> !permission.name().startsWith("OWNER"));
        if (open) {
            throw new IOException("The key file %s can be read by others. Mend: chmod 600 %s".formatted(file, file));
        }
    }

    /** Seals a text. */
    public byte[] seal(String plain, String context) {
        try {
            return aead.encrypt(plain.getBytes(StandardCharsets.UTF_8), context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value could not be encrypted.", e);
        }
    }

    /**
     * Opens a sealed text.
     *
     * @return empty when it was sealed with other keys, for another context, or changed
     */
    public Optional<String> open(byte[] sealed, String context) {
        try {
            return Optional.of(
                    new String(aead.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** A keyed hash: equal values have equal marks, and nobody without the key can try numbers out. 21 bytes. */
    public byte[] mark(String value) {
        try {
            return index.computeMac(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A value could not be marked.", e);
        }
    }

    /** The cipher for sound files: encrypts a stream, opens any part of it. */
    public StreamingAead sound() {
        return sound;
    }
}
