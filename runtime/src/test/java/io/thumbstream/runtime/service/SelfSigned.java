package io.thumbstream.runtime.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 with its key, made from its DER parts and signed by itself. */
final class SelfSigned {
    private static final byte[] ECDSA_SHA_256 = hex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");
    private static final byte[] ALTERNATIVE_NAMES = hex("0603551d11");
    private static final byte[] LOOPBACK = hex("87047f000001");

    private final KeyPair keys;
    private final byte[] certificate;

    SelfSigned() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        this.keys = generator.generateKeyPair();
        byte[] content = content();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] bits = join(new byte[] {0}, signature.sign());
        this.certificate = der(0x30, content, ECDSA_SHA_256, der(0x03, bits));
    }

    /** Writes the certificate as PEM. */
    Path certificateFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve("certificate.pem"), pem("CERTIFICATE", certificate));
    }

    /** Writes its key as PEM. */
    Path keyFile(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("key.pem"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** What a client needs to trust it. */
    SSLContext trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "server",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private byte[] content() {
        byte[] name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, ascii("server of a test")))));
        byte[] validity = der(0x30, der(0x17, ascii("200101000000Z")), der(0x17, ascii("491231235959Z")));
        byte[] names = der(0x30, ALTERNATIVE_NAMES, der(0x04, der(0x30, LOOPBACK)));
        return der(
                0x30,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, new byte[] {1}),
                ECDSA_SHA_256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                der(0xa3, der(0x30, names)));
    }

    private static byte[] der(int tag, byte[]... parts) {
        byte[] body = join(parts);
        byte[] length = body.length < 128
                ? new byte[] {(byte) body.length}
                : new byte[] {(byte) 0x82, (byte) (body.length >> 8), (byte) body.length};
        return join(new byte[] {(byte) tag}, length, body);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
