package io.thumbstream.launcher.embedded;

/** A request the registry refuses, with Confluent's HTTP status and error code. */
final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    RegistryException(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static RegistryException subjectNotFound(String subject) {
        return new RegistryException(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryException versionNotFound(String version) {
        return new RegistryException(404, 40402, "Version " + version + " not found.");
    }

    static RegistryException schemaNotFound(String which) {
        return new RegistryException(404, 40403, "Schema " + which + " not found.");
    }

    static RegistryException unprocessable(int code, String message) {
        return new RegistryException(422, code, message);
    }

    static RegistryException noSuchPath(String path) {
        return new RegistryException(404, 404, "No endpoint " + path + " in the embedded registry.");
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}
