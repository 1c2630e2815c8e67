package dev.signalbox.contracts.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * A PEM file that a variable names, read once and looked at, so that a wrong one is told of at the start and by its
 * variable's name.
 *
 * @param path where it is
 * @param text what it holds; may be a secret
 */
public record PemFile(String path, String text) {

    /**
     * One or more certificates.
     *
     * @throws IllegalArgumentException when the file is missing, not readable or holds none; the message says what to do
     */
    public static PemFile certificates(String variable, String path) {
        PemFile file = read(variable, path);
        if (!file.text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IllegalArgumentException(variable + " names " + path
                    + ", which holds no certificate in PEM (-----BEGIN CERTIFICATE-----). Name a file that does.");
        }
        try {
            var ignored = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(file.text.getBytes(StandardCharsets.UTF_8)));
            return file;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    variable + " names " + path + ", whose certificates cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A private key, not encrypted, in PKCS#8: the form that Kafka's clients read.
     *
     * @throws IllegalArgumentException when the file is missing, not readable or holds another form
     */
    public static PemFile privateKey(String variable, String path) {
        PemFile file = read(variable, path);
        if (!file.text.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IllegalArgumentException(variable + " names " + path
                    + ", which holds no key in PKCS#8 without a passphrase (-----BEGIN PRIVATE KEY-----)."
                    + " Make one of it by: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW-KEY");
        }
        return file;
    }

    private static PemFile read(String variable, String path) {
        try {
            return new PemFile(path, Files.readString(Path.of(path)));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    variable + " names " + path + ", which is not there. Name a PEM file, or mount it there.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(variable + " names " + path + ", which cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
