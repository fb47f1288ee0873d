package io.thumbstream.launcher.up;

import io.thumbstream.launcher.Thumbstream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Version and git revision of this build. */
public final class VersionFromBuild implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {describe()};
    }

    /** Version and revision in one line, for example {@code thumbstream 0.1.0 (1a2b3c4)}. */
    public static String describe() {
        String version = Optional.ofNullable(Thumbstream.class.getPackage().getImplementationVersion())
                .orElse("development");
        return "thumbstream " + version + " (" + revision() + ")";
    }

    /** Abbreviated git revision, {@code -dirty} appended when the tree had changes; {@code unknown} outside git. */
    public static String revision() {
        Properties git = new Properties();
        try (InputStream in = Thumbstream.class.getResourceAsStream("git.properties")) {
            if (in == null) {
                return "unknown";
            }
            git.load(in);
        } catch (IOException unreadable) {
            return "unknown";
        }
        String id = git.getProperty("git.commit.id.abbrev", "unknown");
        return Boolean.parseBoolean(git.getProperty("git.dirty", "false")) ? id + "-dirty" : id;
    }
}
