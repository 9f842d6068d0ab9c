package org.hotline12348.ivr.asterisk;

/** Where the PBX's HTTP interface (ARI) is, and as whom we come. */
public record AriLogin(String host, int port, String user, String secret) {
    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
