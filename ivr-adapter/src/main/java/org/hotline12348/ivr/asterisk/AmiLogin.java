package org.hotline12348.ivr.asterisk;

/** Where the manager interface is, and as whom we come. */
public record AmiLogin(String host, int port, String user, String secret) {
    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
