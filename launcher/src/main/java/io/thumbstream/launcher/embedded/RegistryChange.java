package io.thumbstream.launcher.embedded;

/**
 * One change of the registry's state; the log of changes is the registry.
 *
 * <p>A subject of {@link #GLOBAL} means the registry-wide setting.
 */
sealed interface RegistryChange {
    /** Stands for every subject without a setting of its own. */
    String GLOBAL = "";

    /** A version was registered, or its deleted mark changed. */
    record PutSchema(StoredSchema schema) implements RegistryChange {}

    /** A version was deleted for good. */
    record EraseSchema(String subject, int version) implements RegistryChange {}

    /** Every version of a subject up to {@code version} was softly deleted. */
    record DeleteSubject(String subject, int version) implements RegistryChange {}

    /** A compatibility level was set. */
    record SetLevel(String subject, String level) implements RegistryChange {}

    /** A compatibility level fell back to the global or initial one. */
    record ClearLevel(String subject) implements RegistryChange {}

    /** A mode was set. */
    record SetMode(String subject, String mode) implements RegistryChange {}

    /** A mode fell back to the global or initial one. */
    record ClearMode(String subject) implements RegistryChange {}
}
