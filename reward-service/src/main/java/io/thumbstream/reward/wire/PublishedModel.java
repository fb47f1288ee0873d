package io.thumbstream.reward.wire;

import io.thumbstream.model.checkpoint.Digests;
import io.thumbstream.schemas.avro.ModelVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A manifest's directory, with its digest compared. */
final class PublishedModel {
    private static final String WEIGHTS = "model.safetensors";
    private static final String FILE_SCHEME = "file:";

    private PublishedModel() {}

    /**
     * The directory of a version whose weights are those that were published.
     *
     * @throws IOException when they are not, or cannot be read
     */
    static Path verified(ModelVersion manifest) throws IOException {
        String uri = manifest.getCheckpointUri();
        Path directory = uri.startsWith(FILE_SCHEME) ? Path.of(URI.create(uri)) : Path.of(uri);
        String found = Digests.ofFile(directory.resolve(WEIGHTS));
        if (!found.equals(manifest.getSha256())) {
            throw new IOException(directory.resolve(WEIGHTS) + " has sha256 " + found + " but "
                    + manifest.getModelName() + " version " + manifest.getVersion() + " was published with "
                    + manifest.getSha256() + "; restore the file or publish an older version");
        }
        return directory;
    }
}
