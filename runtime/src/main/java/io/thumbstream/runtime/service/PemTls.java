package io.thumbstream.runtime.service;

import io.thumbstream.runtime.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server needs to speak TLS, from PEM files. */
public final class PemTls {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemTls() {}

    /**
     * A context that shows a certificate; clients need none.
     *
     * @param certificateFile the certificate and those it was signed with
     * @param keyFile its private key, unencrypted PKCS #8
     * @throws ConfigException naming the files when they cannot be used
     */
    public static SSLContext server(Path certificateFile, Path keyFile) {
        try {
            Certificate[] chain = chain(certificateFile);
            if (chain.length == 0) {
                throw unusable(certificateFile, keyFile, "there is no certificate");
            }
            char[] password = new char[] {'-'}; // the store never leaves memory
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("server", key(keyFile, chain[0].getPublicKey().getAlgorithm()), password, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(certificateFile, keyFile, String.valueOf(e.getMessage()));
        }
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
                    .toArray(Certificate[]::new);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new GeneralSecurityException("there is no unencrypted key of PKCS #8");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** Says nothing of what is in the files. */
    private static ConfigException unusable(Path certificateFile, Path keyFile, String why) {
        return new ConfigException("TLS cannot be spoken with " + certificateFile + " and " + keyFile + " (" + why
                + "); give a PEM file with the certificate and those it was signed with, and one with its private key,"
                + " unencrypted PKCS #8");
    }
}
