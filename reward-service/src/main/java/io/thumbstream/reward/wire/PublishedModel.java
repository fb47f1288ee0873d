package io.thumbstream.reward.wire;

import io.thumbstream.model.reward.RewardModelFiles;
import io.thumbstream.schemas.avro.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A manifest's directory, with the described digest compared. */
final class PublishedModel {
    private static final String FILE_SCHEME = "file:";

    private PublishedModel() {}

    /**
     * The directory of a version that describes the weights that were published. That the weights are those described
     * is checked where they are read.
     *
     * @throws IOException when it describes others, or cannot be read
     */
    static Path directory(ModelVersion manifest) throws IOException {
        String uri = manifest.getCheckpointUri();
        Path directory = uri.startsWith(FILE_SCHEME) ? Path.of(URI.create(uri)) : Path.of(uri);
        String found = RewardModelFiles.describedDigest(directory);
        if (!found.equals(manifest.getSha256())) {
            throw new IOException(directory + " describes weights with sha256 " + found + " but "
                    + manifest.getModelName() + " version " + manifest.getVersion() + " was published with "
                    + manifest.getSha256() + "; restore the directory or publish an older version");
        }
        return directory;
    }
}
