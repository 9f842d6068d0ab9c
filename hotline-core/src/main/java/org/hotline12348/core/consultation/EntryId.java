package org.hotline12348.core.consultation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of entries: made from what the entry is of, so that the same call or request always is the same entry. */
public final class EntryId {

    private EntryId() {}

    /** Of a call. */
    public static String ofCall(String pbx, String callId) {
        return hashed("call|" + pbx + "|" + callId);
    }

    /** Of an entry by hand. */
    static String ofRequest(String centre, String requestKey) {
        return hashed("request|" + centre + "|" + requestKey);
    }

    private static String hashed(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256.", e);
        }
    }
}
