package io.thumbstream.gateway;

/**
 * TLS of a port.
 *
 * @param certificateFile PEM file with the certificate and those it was signed with; empty switches TLS off
 * @param keyFile PEM file with the private key of the certificate, unencrypted PKCS #8
 */
public record TlsSettings(String certificateFile, String keyFile) {
    public TlsSettings {
        if (certificateFile.isBlank() != keyFile.isBlank()) {
            throw new IllegalArgumentException("certificate-file is '" + certificateFile + "' and key-file is '"
                    + keyFile + "'; give both, or neither to speak HTTP without TLS");
        }
    }

    /** The vetted defaults: off, because the default address is loopback. */
    public static TlsSettings defaults() {
        return new TlsSettings("", "");
    }

    /** Whether the port speaks TLS. */
    public boolean isOn() {
        return !certificateFile.isBlank();
    }
}
