package io.thumbstream.gateway.input;

import io.thumbstream.gateway.problem.Problem;
import io.thumbstream.gateway.problem.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks bodies that were sent as gzip, up to a size, so that a small body cannot become a large one. */
public final class Gzip {
    private Gzip() {}

    /**
     * The bytes that were packed.
     *
     * @param limit most bytes to unpack
     * @throws io.thumbstream.gateway.problem.ProblemException when they are no gzip or become more
     */
    public static byte[] unpack(byte[] packed, int limit) {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = stream.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw Problem.of(
                                ProblemKind.BODY_TOO_LARGE,
                                "The body becomes more than " + limit
                                        + " bytes when it is unpacked; send smaller batches (setting"
                                        + " gateway.body-limit-bytes).")
                        .exception();
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.of(
                            ProblemKind.INVALID_HTTP,
                            "The body is not gzip (" + e.getMessage()
                                    + "), which the header Content-Encoding says it is.")
                    .exception();
        }
    }
}
